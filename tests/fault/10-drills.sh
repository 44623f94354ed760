#!/bin/sh
# The drills that take least, each for some seconds: a fault under load, and nothing that
# was acknowledged is lost
exec perl "$TOP/tests/fault/drills.pl" -t -j 2 1 2 4 5 10 11 13 16 17 18
