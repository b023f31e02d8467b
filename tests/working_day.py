"""An installation at which it is a working day at noon, whenever a test runs, and who sits there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.installation import LOGIN, Installation

#: Before and after today, so that neither a weekend nor a holiday stands in the way.
_AROUND = 10


def at_noon(place: Installation) -> date:
    """Move the company to where it is noon, and have it work on every day around; today's date."""
    now = datetime.now(UTC)
    east = 12 - now.hour
    zone = f"Etc/GMT{-east:+d}" if east else "Etc/UTC"  # POSIX counts westward
    place.edit("leakwatch.yaml", "timezone: Asia/Tokyo", f"timezone: {zone}")
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [today + timedelta(days=one) for one in range(-_AROUND, _AROUND + 1)]
    text = f"calendar: {{work_days: [{', '.join(day.isoformat() for day in days)}]}}\n"
    (place.config / "routing.yaml").write_text(text, encoding="utf-8")
    return today


def seat(place: Installation, who: str) -> None:
    """Have the reviewer `who` use this account, and nobody else."""
    path = place.config / "reviewers.yaml"
    lines = [one for one in path.read_text("utf-8").splitlines() if "os_user" not in one]
    at = lines.index(f"  - id: {who}")
    lines.insert(at + 1, f"    os_user: {LOGIN}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
