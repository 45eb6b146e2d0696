"""Arguments: what a public function is given, looked at before it begins.

A wrong one is told in one line that names the function, the argument and what to pass, where
otherwise some inner function would fail on it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import wraps
from inspect import signature
from numbers import Integral
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Rule = Callable[[object], Exception | None]
"""What is wrong with a value, if anything; the error says what the argument must be."""

_FROM = {
    "Report": "read_report(file) or Report.from_text(text)",
    "Metrics": "extract_metrics(report)",
    "Metric": "extract_metrics(report)",
    "Finding": "audit_metrics(metrics)",
    "Keyword": "extract_keywords(report)",
    "Topics": "cluster_topics(report.points)",
    "Comparison": "compare_reports(reports)",
    "Analysis": "analyse(report)",
    "Point": "report.points",
    "Passage": "report.points or report.sentences",
}  # what gives each kind of argument
_SHOWN = 30  # characters of a wrong value in its error


def checked(**rules: Rule) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function that begins only when each argument that is given keeps its rule.

    Raises, when called:
        TypeError: an argument is of another kind.
        ValueError: a number is out of its range.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        places = {name: at for at, name in enumerate(signature(function).parameters)}

        @wraps(function)
        def call(*args: P.args, **named: P.kwargs) -> R:
            for name, rule in rules.items():
                if name in named:
                    error = rule(named[name])
                elif places[name] < len(args):
                    error = rule(args[places[name]])
                else:
                    continue
                if error is not None:
                    raise type(error)(f"{function.__name__}: {name} must be {error}")
            return function(*args, **named)

        return call

    return decorate


def of(*kinds: type | None) -> Rule:
    """The rule that a value is of one of these kinds; None stands for itself."""
    return many(alone=kinds)


def many(*kinds: type, alone: tuple[type | None, ...] = ()) -> Rule:
    """The rule that a value holds several of these kinds, or is one of those that stand alone.

    What can be gone through only once is not looked into.
    """
    single = tuple(type(None) if kind is None else kind for kind in alone)
    wanted = _describe(alone)
    if kinds:
        wanted += (" or " if wanted else "") + f"several of {_describe(kinds)}"

    def rule(value: object) -> Exception | None:
        if isinstance(value, single):
            return None
        loose = isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))
        if not kinds or not loose:
            return TypeError(f"{wanted}, not {_show(value)}")
        held = value if isinstance(value, Collection) else ()
        wrong = [item for item in held if not isinstance(item, kinds)]
        return TypeError(f"{wanted}, not with {_show(wrong[0])}") if wrong else None

    return rule


def at_least(least: int, *, optional: bool = False) -> Rule:
    """The rule that a value is a whole number of this size or larger, or None if ``optional``."""
    wanted = f"a whole number of at least {least}" + (" or None" if optional else "")

    def rule(value: object) -> Exception | None:
        if value is None and optional:
            return None
        if not isinstance(value, Integral) or isinstance(value, bool):
            return TypeError(f"{wanted}, not {_show(value)}")
        return ValueError(f"{wanted}, not {value}") if value < least else None

    return rule


def _describe(kinds: Sequence[type | None]) -> str:
    """The kinds by their names, each with the call that gives it."""
    names = ["None" if kind is None else kind.__name__ for kind in kinds]
    return " or ".join(name + (f" ({_FROM[name]})" if name in _FROM else "") for name in names)


def _show(value: object) -> str:
    """A value as an error names it: a small one itself, of another its kind alone."""
    if value is None:
        return "None"
    small = isinstance(value, (str, int, float)) and len(repr(value)) <= _SHOWN
    return f"{type(value).__name__}{f' {value!r}' if small else ''}"
