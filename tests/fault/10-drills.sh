#!/bin/sh
# The drills, each for some seconds: a fault under load, and nothing that was
# acknowledged is lost
exec perl "$TOP/tests/fault/drills.pl" -t -j 2
