"""What the clients in Python share: named checks, one line each."""
import contextlib
import sys
import traceback

failed = 0


@contextlib.contextmanager
def check(name):
    """A block that is one check: it fails with whatever it raises."""
    global failed
    try:
        yield
        print(f"ok - {name}", flush=True)
    except Exception as e:  # whatever the driver throws is the finding
        failed += 1
        at = traceback.extract_tb(e.__traceback__)
        here = next((f for f in reversed(at) if f.filename == sys.argv[0]), at[-1])
        state = getattr(e, "sqlstate", None) or getattr(e, "pgcode", None) or ""
        text = " ".join(f"{type(e).__name__} {state} {e}".split())
        print(f"FAILED - {name}: line {here.lineno}: {text}"[:400], flush=True)


def same(got, wanted):
    """Raises unless both are equal, also in type."""
    if got != wanted or type(got) is not type(wanted):
        raise AssertionError(f"got {got!r}, wanted {wanted!r}")


@contextlib.contextmanager
def fails(kind, sqlstate, attribute="pgcode"):
    """Raises unless the block fails with that class of error and SQLSTATE."""
    try:
        yield
    except kind as e:
        same(getattr(e, attribute), sqlstate)
        return
    raise AssertionError(f"did not fail with {sqlstate}")
