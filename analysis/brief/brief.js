"use strict";
// Links between results and text, and the metrics table. Works on what the page holds; asks nothing of anyone.
(() => {
  const byId = (id) => document.getElementById(id);
  for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;

  // ── from a result to its characters ────────────────────────────────────────────────────
  const pieces = [...byId("text").querySelectorAll("[id]")];
  const starts = pieces.map((piece) => Number(piece.id.slice(1)));
  const firstFrom = (offset) => {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] < offset) low = middle + 1; else high = middle;
    }
    return low;
  };
  let lit = [];
  let walk = { spans: [], at: 0, name: "" };
  let origin = null;

  function light(found) {
    for (const piece of lit) piece.classList.remove("on");
    lit = found;
    for (const piece of lit) piece.classList.add("on");
  }

  function showSpan(span) {
    const [start, end] = span.split("-").map(Number);
    light(pieces.slice(firstFrom(start), firstFrom(end)));
    if (!lit.length) return;
    if (lit[0].tagName !== "A") lit[0].tabIndex = -1;
    lit[0].focus({ preventScroll: true });
    lit[0].scrollIntoView({ block: "center" });
    history.replaceState(null, "", "#" + lit[0].id);
    tellWhere();
  }

  function tellWhere() {
    const many = walk.spans.length > 1;
    const [name, nth] = byId("where").children;
    name.textContent = name.title = walk.name;
    nth.textContent = many ? ` ${walk.at + 1}/${walk.spans.length}` : "";
    byId("previous").disabled = byId("next").disabled = !many;
    byId("back").disabled = !origin;
  }

  function follow(link) {
    const home = link.closest("[data-name]");
    // the places of one result, each once, in the order of the text
    const spans = home && !link.closest("#text")
      ? [...new Set([...home.querySelectorAll("a[data-span]")].map((a) => a.dataset.span))]
      : [link.dataset.span];
    spans.sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
    walk = { spans, at: spans.indexOf(link.dataset.span), name: (home ? home.dataset.name : link.textContent).trim() };
    origin = link;
    history.pushState(null, "");
    showSpan(link.dataset.span);
  }

  function step(by) {
    walk.at = (walk.at + by + walk.spans.length) % walk.spans.length;
    showSpan(walk.spans[walk.at]);
  }
  byId("previous").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("back").addEventListener("click", () => {
    if (!origin) return;
    origin.scrollIntoView({ block: "center" });
    origin.focus({ preventScroll: true });
  });

  // ── from the text, or another result, to a result ──────────────────────────────────────
  const choices = byId("choices");

  function showResult(id) {
    const result = byId(id);
    if (!result) return;
    for (let box = result.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (result.hidden) resetFilters();
    // replacing the hash by hand would not move :target
    history.pushState(null, "");
    location.replace("#" + id);
    result.scrollIntoView({ block: "center" });
    result.focus({ preventScroll: true });
  }

  function leave(piece) {
    light([piece]);
    walk = { spans: [], at: 0, name: "" };
    tellWhere();
  }

  function offer(link) {
    leave(link);
    const list = choices.querySelector("ul");
    list.replaceChildren(...link.dataset.refs.split(" ").map((id) => {
      const item = document.createElement("li"), choice = document.createElement("a");
      const kind = { f: "findings", m: "metrics", k: "keywords", t: "topics" }[id[0]];
      choice.href = "#" + id;
      choice.textContent = byId("h-" + kind).textContent + " · " + byId(id).dataset.name;
      item.append(choice);
      return item;
    }));
    origin = link;
    if (!choices.open) choices.show();
    // beside the place, inside the window
    const place = link.getBoundingClientRect(), { offsetWidth, offsetHeight } = choices;
    const below = place.bottom + 8;
    choices.style.left = `${Math.max(8, Math.min(place.left, innerWidth - offsetWidth - 16))}px`;
    choices.style.top = `${below + offsetHeight < innerHeight ? below : Math.max(8, place.top - offsetHeight - 8)}px`;
    list.querySelector("a").focus();
  }
  choices.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    choices.close();
    origin.focus({ preventScroll: true });
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = link.getAttribute("href").slice(1);
    if (link.dataset.span) {
      event.preventDefault();
      follow(link);
    } else if (link.dataset.refs) {
      event.preventDefault();
      offer(link);
    } else if (/^[fmkt]\d+$/.test(target)) {
      event.preventDefault();
      // the place that was left stays lit, so that the eye finds it again
      if (link.closest("#text")) leave(link);
      if (choices.open) choices.close();
      showResult(target);
    }
  });
  // a link from a workbook or another page: the row may stand in a closed box
  if (/^#[fmkt]\d+$/.test(location.hash)) showResult(location.hash.slice(1));
  addEventListener("beforeprint", () => { for (const box of document.querySelectorAll("details.group")) box.open = true; });

  // ── where the reader is ──
  const entries = new Map([...document.querySelectorAll("nav a")].map((a) => [a.hash.slice(3), a]));
  const watcher = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      const entry = entries.get(target.id);
      if (isIntersecting) {
        entry.setAttribute("aria-current", "true");
        // on a phone the contents are wider than the screen
        const bar = entry.closest("nav"), { offsetLeft, offsetWidth } = entry;
        if (offsetLeft < bar.scrollLeft || offsetLeft + offsetWidth > bar.scrollLeft + bar.clientWidth) bar.scrollLeft = offsetLeft - 24;
      } else entry.removeAttribute("aria-current");
    }
  }, { rootMargin: "-25% 0px -74% 0px" });
  for (const section of document.querySelectorAll("main > section")) watcher.observe(section);

  // ── the metrics table ──────────────────────────────────────────────────────────────────
  const table = byId("metric-table"), form = byId("filters");
  if (!table) return;
  const body = table.tBodies[0], rows = [...body.rows];
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  // as shown, as printed in the report, and as a plain number
  const texts = new Map(rows.map((row) => [row, plain([row.textContent, row.dataset.name, row.dataset.value].join("\n"))]));
  // the words around a figure, up to the nearest marks: 增长 finds what the report says grew
  const MARKS = /[，。；：！？,;!?\n]/;
  function clauseOf(row) {
    const piece = pieces[firstFrom(parseInt(row.querySelector("a[data-span]").dataset.span, 10))];
    let before = "", after = "";
    for (let at = piece; at && !MARKS.test(before); at = at.previousSibling) before = at.textContent + before;
    for (let at = piece.nextSibling; at && !MARKS.test(after); at = at.nextSibling) after += at.textContent;
    return before.split(MARKS).pop() + after.split(MARKS)[0];
  }
  let clauses = null;  // made at the first search, not before the page shows
  const holds = (row, wanted) => {
    clauses ??= new Map(rows.map((each) => [each, plain(clauseOf(each))]));
    return texts.get(row).includes(wanted) || clauses.get(row).includes(wanted);
  };
  const order = new Map(rows.map((row, index) => [row, index]));
  const shown = byId("shown");

  function filter() {
    const wanted = plain(form.elements.search.value);
    const fields = ["section", "dimension", "role"].map((name) => [name, form.elements[name].value]);
    let n = 0;
    for (const row of rows) {
      row.hidden = !fields.every(([name, value]) => value === "*" || row.dataset[name] === value)
        || (wanted && !holds(row, wanted));
      if (!row.hidden) n += 1;
    }
    shown.textContent = n ? shown.dataset.template.replace("{shown}", n) : shown.dataset.none;
    table.hidden = !n;
  }
  function resetFilters() {
    form.reset();
    filter();
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));

  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const keys = {
    value: (row) => Number(row.dataset.value),
    section: (row) => Number(row.dataset.section || -1),
    text: (column) => (row) => row.querySelector("." + column).textContent.trim(),
  };
  for (const button of table.querySelectorAll("[data-sort]")) {
    button.addEventListener("click", () => {
      const head = button.closest("th"), column = button.dataset.sort;
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = keys[column] || keys.text(column);
      const keyed = rows.map((row) => [key(row), row]);
      const sign = down ? -1 : 1;
      // ties stay in the order of the text
      keyed.sort(([a, one], [b, two]) =>
        sign * (typeof a === "number" ? a - b : collator.compare(a, b)) || order.get(one) - order.get(two));
      body.replaceChildren(...keyed.map(([, row]) => row));
    });
  }

  // ── what is shown, elsewhere ───────────────────────────────────────────────────────────
  const cellText = (cell) => {
    const copy = cell.cloneNode(true);
    for (const check of copy.querySelectorAll(".check")) check.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  // a spreadsheet runs a cell that starts like a formula
  const inert = (text) => /^[\s\u00ad\u200b-\u200f\u2060]*[=+\-@|%＝＋－＠]/.test(text) && !/^-?[\d.,]+$/.test(text) ? "'" + text : text;
  const shownCells = () => [table.tHead.rows[0], ...[...body.rows].filter((row) => !row.hidden)]
    .map((row) => {
      const cells = [...row.cells].map((cell) => inert(cellText(cell)));
      // beside the value in words, the number to compute with
      cells.splice(2, 0, row.dataset.value ?? table.dataset.base);
      return cells;
    });

  async function copyShown(button) {
    const text = shownCells().map((cells) => cells.join("\t")).join("\n");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // an older browser, or one that gives no clipboard to a file
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
      button.focus();
    }
    shown.textContent = table.dataset.copied;
    setTimeout(filter, 1500);
  }
  byId("copy").addEventListener("click", (event) => copyShown(event.currentTarget));

  byId("export").addEventListener("click", () => {
    const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
    const csv = "\ufeff" + shownCells().map((cells) => cells.map(quoted).join(",")).join("\r\n") + "\r\n";
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv;charset=utf-8" }));
    link.download = table.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
})();
