#!/bin/sh
# spread.sh NAME [RATIO]: a row, as casebench prints them, of the times in
# $WORK/times: ours and stock's in microseconds, a run a line.
set -eu
# spread COLUMN: least, median and greatest.
spread() { cut -d ' ' -f "$1" "$WORK/times" | sort -n | awk '{t[NR] = $1} END {print t[1], t[int(NR / 2) + 1], t[NR]}'; }
echo "$(spread 1) $(spread 2)" | awk -v name="$1" -v asked="${2:-0}" '{
	ms = "%.1f / %.1f / %.1f"
	wish = asked > 0 ? "ratio " asked (asked * $2 <= $5 ? "" : " MISSED") : ""
	printf "%-44s %-24s %-24s %8.1f  %s\n", name,
		sprintf(ms, $1 / 1000, $2 / 1000, $3 / 1000), sprintf(ms, $4 / 1000, $5 / 1000, $6 / 1000), $5 / $2, wish
}'
