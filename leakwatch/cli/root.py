"""The command tree: one file per noun."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from leakwatch import __version__
from leakwatch.cli import (
    audit,
    awareness,
    campaigns,
    cases,
    cases_hold,
    charter,
    charter_init,
    config,
    db,
    demo,
    doctor,
    evidence,
    explain,
    findings,
    findings_export,
    findings_suppressed,
    init,
    letters,
    notify,
    notify_digest,
    notify_test,
    people,
    people_groups,
    report,
    requests,
    retention,
    scan,
    service,
    side_jobs,
    slack,
    sources,
    sources_probe,
    sources_show,
    sweep,
    watchlist,
    watchlist_classify,
    watchlist_proposals,
    watchlist_report,
)
from leakwatch.cli.session import Session
from leakwatch.cli.terminal import Terminal
from leakwatch.cli.texts import _

#: Plain help: the rich one costs another 0.2 s of imports on every --help and every completion.
app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=_("The self-hosted watch that tells a security team that its know-how is on sale."),
)

app.command(help=_("Show the whole job on an embedded world; needs no account, no network."))(
    demo.demo
)
app.command(help=_("Write a commented starter configuration."))(init.init)
app.command(help=_("Check configuration, database, Slack, sources and disk."))(doctor.doctor)
app.command(help=_("Sweep sources now, with progress."))(sweep.sweep)
app.command(help=_("Run the service: sweep on schedule, deliver alerts."))(service.run)
app.command(help=_("Match local files or JSON lines {url, file|html|text}; store nothing."))(
    scan.scan
)
app.command(help=_("The report to the board: a time in numbers, nobody named."))(report.report)
app.command(help=_("Say why something is (not) a finding."))(explain.explain)
watchlist.app.command(help=_("How right each rule and entry was, by the verdicts given."))(
    watchlist_report.report
)
watchlist.app.command(
    help=_("Exclusions that the dismissals suggest, as YAML to paste; changes nothing.")
)(watchlist_proposals.proposals)
watchlist.app.command(
    help=_("Sort terms by what they deserve, with reasons, and write it into the watchlist.")
)(watchlist_classify.classify)
app.add_typer(watchlist.app, name="watchlist")
people.app.command(help=_("The watch groups: who is watched for what, and until when."))(
    people_groups.groups
)
app.add_typer(people.app, name="people")
sources.app.command(help=_("Everything known of one source, and its last sweeps in words."))(
    sources_show.show
)
sources.app.command(
    help=_("Look at one page of each sort, gently; nothing is stored. Works while it is disabled.")
)(sources_probe.check)
sources.app.command(help=_("Save the answers of a few pages, to mend a definition by."))(
    sources_probe.record
)
sources.app.command(help=_("Read what was recorded once more; nobody is visited."))(
    sources_probe.replay
)
app.add_typer(sources.app, name="sources")
findings.app.command(
    help=_("Write findings to the output; people are pseudonyms. Entered in the audit.")
)(findings_export.export)
findings.app.command(help=_("What the last sweeps set aside, by rule and entry: counts only."))(
    findings_suppressed.suppressed
)
app.add_typer(findings.app, name="findings")
notify.app.command(
    "test", help=_("Show what each route takes and where it goes, and send a sample through each.")
)(notify_test.try_routes)
notify.app.command(help=_("What there was in a day or any other time, in counts."))(
    notify_digest.digest
)
app.add_typer(notify.app, name="notify")
app.add_typer(slack.app, name="slack")
charter.app.command(
    help=_("Write a commented charter, question by question, where there is none yet.")
)(charter_init.init)
app.add_typer(charter.app, name="charter")
app.add_typer(campaigns.app, name="campaigns")
cases.app.command(help=_("Let nothing of it be deleted; another person approves that."))(
    cases_hold.hold
)
cases.app.command(help=_("Ask for the end of a legal hold; another person approves that."))(
    cases_hold.release
)
app.add_typer(cases.app, name="cases")
app.add_typer(letters.app, name="letters")
app.add_typer(awareness.app, name="awareness")
app.add_typer(evidence.app, name="evidence")
app.add_typer(side_jobs.app, name="side-jobs")
app.add_typer(requests.app, name="requests")
app.add_typer(retention.app, name="retention")
app.add_typer(audit.app, name="audit")
app.add_typer(config.app, name="config")
app.add_typer(db.app, name="db")


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    config_dir: Annotated[
        Path | None,
        typer.Option(
            "--config",
            metavar="DIR",
            help=_("The configuration directory; else $LEAKWATCH_CONFIG, else ./config."),
        ),
    ] = None,
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help=_("Log what is done to standard error."))
    ] = False,
    version: Annotated[bool, typer.Option("--version", help=_("Print the version."))] = False,
) -> None:
    terminal = context.obj
    assert isinstance(terminal, Terminal)
    if version:
        terminal.line(f"leakwatch {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        terminal.line(context.get_help())
        raise typer.Exit(2)
    if verbose:
        logging.getLogger().setLevel(logging.INFO)
    context.obj = Session(terminal=terminal, option=config_dir)
