#!/bin/sh
#
# What is wrong with requests, and what becomes of them, row by row.

exec "$(dirname "$0")/../corpus/run.py"
