"""Draw bars as SVG: few enough lines that no plotting library is needed."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LABEL, _BARS, _VALUE, _ROW, _TOP = 250, 360, 90, 24, 34


def bars(title: str, values: Sequence[tuple[str, float]], unit: str, mark: float = 0) -> str:
    """Return a chart.

    Args:
        title: What it shows.
        values: A label and a value for each bar.
        unit: Of the values.
        mark: Where a line goes from top to bottom; 0 for none.
    """
    greatest = max(mark, *(value for _, value in values))
    height = _TOP + _ROW * len(values) + 8
    size = f'width="{_LABEL + _BARS + _VALUE}" height="{height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="10" y="21" font-weight="bold">{escape(title)}</text>',
    ]
    for number, (label, value) in enumerate(values):
        y = _TOP + _ROW * number
        width = _BARS * value / greatest
        lines += [
            f'<text x="{_LABEL - 8}" y="{y + 15}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{_LABEL}" y="{y + 3}" width="{width:.0f}" height="16" fill="#4a7ba7"/>',
            f'<text x="{_LABEL + width + 6:.0f}" y="{y + 15}">{value:.1f} {escape(unit)}</text>',
        ]
    if mark:
        x = _LABEL + _BARS * mark / greatest
        lines.append(
            f'<path d="M{x:.0f} {_TOP}V{height - 8}" stroke="#b33" stroke-dasharray="4 3"/>'
        )
    return "\n".join([*lines, "</svg>", ""])
