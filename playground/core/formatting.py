"""Numbers as people read them: three significant digits, thousands apart, units said."""

from __future__ import annotations

import math

from playground.core.i18n import N_, Text


def count(value: int) -> str:
    """``12345`` → ``"12,345"``."""
    return f"{value:,}"


def short(value: float | None) -> str:
    """Three significant digits without exponents where they can be avoided: ``0.0312``, ``12.3``, ``4,120``."""
    if value is None:
        return "–"
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1e7 or size < 1e-5:
        text = f"{value:.2e}"
    elif size >= 100:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.{2 - math.floor(math.log10(size))}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def percent(value: float | None) -> str:
    """A share of one with one decimal: ``0.967`` → ``"96.7 %"``."""
    return "–" if value is None or not math.isfinite(value) else f"{100 * value:.1f} %"


def byte_size(count_of_bytes: int) -> str:
    """Bytes in powers of 1024: ``"1.2 MB"``."""
    value = float(count_of_bytes)
    for unit in ("B", "KB", "MB", "GB", "TB"):
        if value < 1024 or unit == "TB":
            return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"
        value /= 1024
    raise AssertionError("unreachable")


def duration(seconds: float) -> Text:
    """``"2.1 s"``, ``"48 s"``, ``"1 min 8 s"``, ``"2 h 5 min"``."""
    if seconds < 10:
        return Text(N_("{seconds} s"), {"seconds": f"{max(seconds, 0):.1f}"})
    whole = round(seconds)
    if whole < 60:
        return Text(N_("{seconds} s"), {"seconds": whole})
    if whole < 3600:
        return Text(N_("{minutes} min {seconds} s"), {"minutes": whole // 60, "seconds": whole % 60})
    return Text(N_("{hours} h {minutes} min"), {"hours": whole // 3600, "minutes": whole % 3600 // 60})


def in_sentence(title: str) -> str:
    """A title within a sentence: ``Accuracy`` → ``accuracy``, but ``R²`` and ``AUC`` as they are."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def shape_text(sizes: tuple[int | None, ...] | list[int | None]) -> str:
    """``(28, 28, 1)`` → ``"28×28×1"``; an unknown size is ``?``."""
    return "×".join("?" if size is None else count(size) for size in sizes)
