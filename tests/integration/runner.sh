#!/bin/sh
# The runner of t/*.t fails what it must fail.

exec perl "$(dirname "$0")/../../t/lib/specs.t"
