"""A secured listener, and the lab in tests. The programs run on a cluster that has such a listener; here is one without."""

from collections.abc import Callable
from contextlib import ExitStack

from lab import Cluster
from proofs.ground import Edit, Programs
from proofs.proves import proves

AS_IT_IS = ('security_protocol="SASL_SSL"', 'security_protocol="SASL_SSL"')
AS_IT_IS_TOO = ('"sasl_plain_username": "nobody"', '"sasl_plain_username": "nobody"')


@proves("TLS and SASL are five arguments of the producer; nothing else in the program changes.", edit=(None, AS_IT_IS))
def test_five_arguments_for_tls_and_sasl(programs: Programs, edit: Edit | None) -> None:
    """In the changed world the cluster has no secured listener."""
    assert programs.lines("test_and_secure/secured_listener", edit)[-1] == "stored at offset 0"


@proves(
    "With each of these mistakes the constructor tries again until its time is up, and raises the same error",
    edit=(None, AS_IT_IS_TOO),
)
def test_same_error_whatever_is_wrong(programs: Programs, edit: Edit | None) -> None:
    """In the changed world nobody listens there, and the program fails before it has a certificate."""
    *errors, _ = programs.lines("test_and_secure/secured_badly", edit)
    assert len(errors) == 3 and set(errors) == {"KafkaTimeoutError: Unable to bootstrap from localhost:9093"}


@proves(
    "Without the right to write, the record's future raises `TopicAuthorizationFailedError`, with the topic's name.",
    edit=(None, AS_IT_IS),
)
def test_no_right_to_write(programs: Programs, edit: Edit | None) -> None:
    """In the changed world the cluster has no secured listener, and gives and denies no rights."""
    assert programs.lines("test_and_secure/no_right", edit)[0] == "bob [Error 29] TopicAuthorizationFailedError: no-right"


@proves("`hold()` uses the cluster that is up, and starts one for these tests if none is", is_up=(True, False))
def test_hold_uses_what_is_up(others: Callable[[], Cluster], is_up: bool) -> None:
    """Ports of its own: the outer hold() starts a cluster and the inner one uses it; without the outer one it has to start one."""
    with ExitStack() as stack:
        if is_up:
            assert stack.enter_context(others().hold())
        with others().hold() as started:
            assert not started
        assert others().is_up()
    assert not others().is_up()
