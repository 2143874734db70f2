# Sourced: the frame of a test that is a script.

set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

test_passed=0 test_failed=0 test_skipped=0


# check NAME COMMAND ...: passes when the command says nothing and succeeds

check()
{
    local name=$1 out

    shift

    if out=$("$@" 2>&1) && [ -z "$out" ]; then
        echo "ok - $name"
        test_passed=$((test_passed + 1))
    else
        [ -z "$out" ] || sed 's/^/    /' <<< "$out"
        echo "not ok - $name"
        test_failed=$((test_failed + 1))
    fi
}


# finds NAME COMMAND ...: passes when the command finds something to say, and
# complains of nothing

finds()
{
    local name=$1 out err

    shift
    err=$(mktemp)
    out=$("$@" 2> "$err")

    if [ -n "$out" ] && [ ! -s "$err" ]; then
        echo "ok - $name"
        test_passed=$((test_passed + 1))
    else
        [ -n "$out" ] || echo "    nothing was found"
        sed 's/^/    /' "$err"
        echo "not ok - $name"
        test_failed=$((test_failed + 1))
    fi

    rm -f "$err"
}


skip()
{
    echo "ok - $1 # SKIP $2"
    test_skipped=$((test_skipped + 1))
}


finish()
{
    echo "$test_passed passed, $test_failed failed, $test_skipped skipped"
    [ "$test_failed" = 0 ]
    exit
}
