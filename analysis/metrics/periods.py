"""Periods: the time that a figure tells of."""

import re

from analysis.metrics.naming import Figure
from analysis.passage import Passage

# a year that the figure belongs to, not one it is compared with
YEAR = re.compile("(?<![比较与于])((?:19|20)[0-9]{2})年")
SPAN_OF_YEARS = re.compile("((?:19|20)[0-9]{2})年?(?:-|—|–|至|到|~)((?:19|20)[0-9]{2})年")
AS_OF = re.compile(
    "(?:截至|截止|到|至)(?:((?:19|20)[0-9]{2})年)?(?:([0-9]{1,2})月)?(?:([0-9]{1,2})日|底|末)?"
)
FIRST_QUARTERS = re.compile("前([二两三])个?季度")
QUARTERS = re.compile("第?([一二三四1-4])季度")
HALVES = re.compile("([上下])半年")
SINCE = re.compile("((?:19|20)[0-9]{2})年(?:[0-9]{1,2}月)?以来")
MONTHS = re.compile("([0-9]{1,2})月?(?:-|—|–|至|到|~)([0-9]{1,2})月")
MANY_YEARS = re.compile(
    "(?:过去|近|这)?(?<![0-9创])([二三四五六七八九十2-9])年(?:来|间|累计)(?!首次|新高|新低|最|第)|(?:过去|近)([二三四五2-5])年(?!前)"
    '|([“"]?十[二三四]五[”"]?)(?:期间|以来|时期|末)'
)
CUMULATIVE = re.compile("累计|截至|截止|总数达|总量达|存量(?!资)|历年")
LAST_YEAR = re.compile("(?<![比较])(?:去年|上一年度?|上年度?同期)")
# 上年结余5件 alone is of the year before, not what stands beside it in its clause
LAST_YEARS = re.compile("(?<![比较占为是])上年(?!度?同期|度?末|度?底)")
THIS_YEAR = re.compile("今年|全年|本年|年内|当年")
TIME = re.compile("[年月季截期末]")
YEAR_END = re.compile("^(?:全[省市区县])?(?:年末|年底|期末)(?!滚存|结余|资产)")
# a year that opens a clause is that of the clauses behind it, too
OPENING_YEAR = re.compile("(?:^|[,;。:(])(?:截至|截止|自|从|在|到|至)?((?:19|20)[0-9]{2})年")
PLAN_YEARS = {"十二五": (2011, 2015), "十三五": (2016, 2020), "十四五": (2021, 2025)}
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {str(i): i for i in range(10)}


def find_period(
    text: str, figure: Figure, year: int | None, is_plan: bool, told: int | None = None
) -> str | None:
    """The period a figure tells of, in ISO style.

    ``2020`` a year, ``2020-Q1`` a quarter, ``2020-H1`` a half, ``2020-01/2020-11`` months,
    ``2016/2020`` several years, ``/2020`` or ``/2020-06-30`` as of (cumulative). A part of
    a year that is not known stands alone: ``Q1``. ``year`` is the year reviewed, ``told``
    the one in the report's title, in which 去年 may be the year reviewed.
    """
    before = text[: figure.mention.start]
    near = text[figure.clause[0] : figure.mention.start]
    if not TIME.search(before):
        if year is None:
            return None
        return f"/{year + is_plan}" if CUMULATIVE.search(near) else str(year + is_plan)
    if match := SPAN_OF_YEARS.search(before):
        return f"{match.group(1)}/{match.group(2)}"
    if match := SINCE.search(before):
        since = match.group(1)
        return None if year is None else since if int(since) == year else f"{since}/{year}"
    current = _own_year(text, figure, year, is_plan, told) or year
    if match := MANY_YEARS.search(before):
        for plan, (first, last) in PLAN_YEARS.items():
            if match.group(3) and plan in match.group(3):
                return f"{first}/{last}"
        if current and (count := match.group(1) or match.group(2)):
            return f"{current - DIGITS[count] + 1}/{current}"
    if within := _part_of_year(before, near):
        return within if current is None else f"{current}-{within}".replace("/", f"/{current}-")
    if current is None:
        return None
    if re.search("截至|截止", before) and (
        match := AS_OF.search(before, max(before.rfind("截"), 0))
    ):
        parts = [match.group(1) or str(current), *(f"{int(p):02}" for p in match.groups()[1:] if p)]
        return "/" + "-".join(parts)
    at_its_end = figure.change is None and YEAR_END.search(near)
    return f"/{current}" if at_its_end or CUMULATIVE.search(near) else str(current)


def _own_year(
    text: str, figure: Figure, year: int | None, is_plan: bool, told: int | None
) -> int | None:
    """The year that the words give a figure, or that of the plan."""
    before = text[: figure.mention.start]
    near = text[figure.clause[0] : figure.mention.start]
    found = list(YEAR.finditer(near))
    if not found and not (year and THIS_YEAR.search(near)):
        found = list(OPENING_YEAR.finditer(before))
    own = int(found[-1].group(1)) if found else None
    if own is None and year is not None:
        if LAST_YEARS.search(text[figure.left[0] : figure.mention.start]) or LAST_YEAR.search(near):
            own = year if is_plan else year - 1
            if told is not None and told > year and "去年" in near:
                own = told - 1
        elif is_plan:
            own = year + 1
    return own


def _part_of_year(before: str, near: str) -> str | None:
    """Q1, H1 or the months 01/09 of a figure that tells of a part of the year."""
    if match := MONTHS.search(near) or MONTHS.search(before):
        return f"{int(match.group(1)):02}/{int(match.group(2)):02}"
    if match := FIRST_QUARTERS.search(near):
        return f"01/{3 * DIGITS[match.group(1)]:02}"
    if match := QUARTERS.search(near):
        return f"Q{DIGITS[match.group(1)]}"
    if match := HALVES.search(near):
        return f"H{1 if match.group(1) == '上' else 2}"
    return None


def find_cell_period(headers: tuple[Passage, ...], year: int | None, is_plan: bool) -> str | None:
    """The year in a header, else the year that the section tells of."""
    for header in headers:
        if match := re.search("((?:19|20)[0-9]{2})(?:年|$)", header.text):
            return match.group(1)
    return None if year is None else str(year + is_plan)
