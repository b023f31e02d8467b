from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.campaigning import LOGIN, Office


def test_a_reviewers_days_are_those_of_the_company(tmp_path: Path) -> None:
    office, now = Office(tmp_path), datetime.now(UTC)
    # it is another day there at this moment, whenever this is run
    there, bound = ("Pacific/Kiritimati", "until") if now.hour >= 11 else ("Etc/GMT+12", "from")
    (office.config / "reviewers.yaml").write_text(
        f"reviewers:\n  - {{id: hanako, role: lead, os_user: {LOGIN}, {bound}: {now.date()}}}\n",
        encoding="utf-8",
    )
    main = office.config / "leakwatch.yaml"
    text = main.read_text(encoding="utf-8")
    for zone, code in (("UTC", 0), (there, 1)):
        main.write_text(f"{text}timezone: {zone}\n", encoding="utf-8")
        assert office.run("cases", "list").code == code
