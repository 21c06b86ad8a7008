"""Read an earlier revision of a project out of git, touching nothing but a folder of our own."""

import os
import subprocess
from pathlib import Path

#: What an earlier mapping is read from, by path in the project.
TABLE = "mappings.toml"
PACKAGE_INIT = "generated/slack_ocsf/__init__.py"
_READ = (TABLE, "schemas/slack", "schemas/ocsf", PACKAGE_INIT)


class GitFailed(Exception):
    """Git could not be asked; the text says why."""


class NoSuchRevision(GitFailed):
    """The project is in no repository, or the repository does not have the revision."""


def write_revision(project: Path, revision: str, folder: Path) -> None:
    """Write what the mapping of a revision is read from into an empty folder.

    Nothing is written for what the revision does not have.

    Args:
        project: A folder in the repository; it may be a part of it.
        revision: A commit as git names it: `main`, `v0.1.0`, `HEAD~1`.
        folder: Where to write.

    Raises:
        NoSuchRevision: There is no repository or no such commit.
        GitFailed: Git is missing, or failed.
    """
    commit = _commit(project, revision)
    listed = _git(project, "ls-tree", "-r", "-z", "--name-only", commit, "--", *_READ)
    for name in filter(None, os.fsdecode(listed).split("\0")):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_git(project, "cat-file", "blob", f"{commit}:./{name}"))


def _commit(project: Path, revision: str) -> str:
    there = _run(project, "rev-parse", "--git-dir")
    if there.returncode:
        raise NoSuchRevision(f"{_refusal(project, there)}; --against-dir compares without git")
    if not revision or revision.startswith("-"):
        raise NoSuchRevision(f"{revision!r} is no name of a revision")
    found = _run(project, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if found.returncode:
        raise NoSuchRevision(
            f"the repository of {project.resolve()} has no revision {revision!r}"
            " (a shallow clone lacks older ones: git fetch --unshallow --tags)"
        )
    return found.stdout.decode("ascii").strip()


def _git(project: Path, *arguments: str) -> bytes:
    done = _run(project, *arguments)
    if done.returncode:
        raise GitFailed(_refusal(project, done))
    return done.stdout


def _run(project: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - no shell; what could be an option is refused above
            ["git", "-C", str(project), *arguments],  # noqa: S607 - the git of whoever calls this
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except OSError as error:
        raise GitFailed(
            f"git does not start ({error.strerror}); --against-dir compares without it"
        ) from error


def _refusal(project: Path, done: subprocess.CompletedProcess[bytes]) -> str:
    told = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
    return f"{project.resolve()}: git: {told or f'ended with {done.returncode}'}"
