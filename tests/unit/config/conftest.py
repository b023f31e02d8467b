"""Loading a configuration that is right but for the files a test gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from leakwatch.config import ConfigMistakes, Settings, load_settings
from tests.unit.config.right import TODAY, Fail, Load, write
from tests.unit.config.routed import ROUTED


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a right configuration but for the given files."""

    def loading(
        files: Mapping[str, str | bytes | None] | None = None,
        environ: Mapping[str, str] | None = None,
        today: date = TODAY,
    ) -> Settings:
        directory = write(tmp_path / "config", files or {})
        return load_settings(directory, environ=environ or {}, today=today)

    return loading


@pytest.fixture
def fail(load: Load) -> Fail:
    """Load a wrong configuration, and hand out what was said about it."""

    def failing(
        files: Mapping[str, str | bytes | None], environ: Mapping[str, str] | None = None
    ) -> ConfigMistakes:
        with pytest.raises(ConfigMistakes) as caught:
            load(files, environ)
        return caught.value

    return failing


@pytest.fixture
def load_routed(load: Load) -> Load:
    """The same with a right routing, unless the files given say otherwise."""

    def loading(
        files: Mapping[str, str | bytes | None] | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Settings:
        return load({**ROUTED, **(files or {})}, environ)

    return loading


@pytest.fixture
def fail_routed(fail: Fail) -> Fail:
    def failing(
        files: Mapping[str, str | bytes | None], environ: Mapping[str, str] | None = None
    ) -> ConfigMistakes:
        return fail({**ROUTED, **files}, environ)

    return failing
