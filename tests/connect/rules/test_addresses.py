"""Which addresses a source may lead to, however they are written."""

import pytest

from xenia.connect.rules.addresses import is_public, parse_address, reachable, require_options
from xenia.connect.types.pulls import PullFault


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.5", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.100.100.200",
        "100.64.0.1", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:db8::1", "64:ff9b:1::1",
    ],
)  # fmt: skip
def test_an_address_only_the_server_can_reach_is_not_public(text: str) -> None:
    assert not is_public(parse_address(text))


@pytest.mark.parametrize("text", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "223.5.5.5"])
def test_an_address_of_the_internet_is_public(text: str) -> None:
    assert is_public(parse_address(text))


def test_one_private_address_among_public_ones_refuses_the_host_without_naming_it() -> None:
    with pytest.raises(PullFault) as refused:
        reachable("db.example", ["8.8.8.8", "10.0.0.5"], ())
    assert (refused.value.code, "10.0.0.5" in refused.value.message, "db.example" in refused.value.message) == (
        "host_not_allowed",
        False,
        True,
    )


@pytest.mark.parametrize("entry", ["db.inside", "DB.Inside.", "10.0.0.5", "10.0.0.0/8"])
def test_what_the_operator_named_is_reached(entry: str) -> None:
    assert reachable("db.inside", ["10.0.0.5"], (entry,)) == ["10.0.0.5"]


@pytest.mark.parametrize("entry", ["inside", "b.inside", "10.0.0.6", "10.1.0.0/16", "*"])
def test_what_the_operator_named_reaches_nothing_else(entry: str) -> None:
    with pytest.raises(PullFault):
        reachable("db.inside", ["10.0.0.5"], (entry,))


@pytest.mark.parametrize("name", ["host", "hostaddr", "service", "passfile", "sslrootcert", "options", "unix_socket", "odbc_connect"])
def test_an_option_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(PullFault, match=name):
        require_options(["sslmode", name])
