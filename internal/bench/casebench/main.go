// Command casebench serves testdata/bench/run.sh: it makes the data, and times
// two commands side by side.
//
//	casebench key WEEKS ENTRIES LONG          the name of the records of that size
//	casebench generate DIR WEEKS ENTRIES LONG prints the facts as NAME=VALUE lines
//	casebench entry                     prints the text that the benchmarks add
//	casebench head
//	casebench row NAME TARGET-MS RATIO RUNS OURS STOCK
//	casebench peak NAME MIB COMMAND     the most memory that a command held
//
// A row prints least, median and greatest time of each command, the ratio of
// the medians (stock by ours), and whether OURS kept its target and the RATIO
// asked for; 0 asks for nothing. Commands are split at spaces; STOCK may be "".
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"casefile/internal/bench"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "casebench:", err)
		os.Exit(1)
	}
}

var errUsage = errors.New("usage: casebench key WEEKS ENTRIES LONG | generate DIR WEEKS ENTRIES LONG | entry | head | row NAME TARGET-MS RATIO RUNS OURS STOCK | peak NAME MIB COMMAND")

func run(args []string) error {
	switch {
	case len(args) == 4 && args[0] == "key":
		size, err := sizeOf(args[1:])
		fmt.Println(size.Key())
		return err
	case len(args) == 5 && args[0] == "generate":
		return generate(args[1], args[2:])
	case len(args) == 1 && args[0] == "entry":
		_, text := bench.EntryText(1, time.Date(2026, time.March, 5, 0, 0, 0, 0, time.UTC))
		fmt.Print(text)
		return nil
	case len(args) == 1 && args[0] == "head":
		fmt.Printf("%-44s %-24s %-24s %8s  %s\n", "milliseconds (least/median/greatest)", "casefile", "stock", "ratio", "target")
		return nil
	case len(args) == 7 && args[0] == "row":
		return row(args[1:])
	case len(args) == 4 && args[0] == "peak":
		return peak(args[1], args[2], args[3])
	}
	return errUsage
}

func sizeOf(args []string) (s bench.Size, err error) {
	for i, to := range []*int{&s.Weeks, &s.Entries, &s.Long} {
		if *to, err = strconv.Atoi(args[i]); err != nil || *to < 1 {
			return s, errUsage
		}
	}
	return s, nil
}

func generate(dir string, args []string) error {
	size, err := sizeOf(args)
	if err != nil {
		return err
	}
	f, err := bench.Generate(context.Background(), dir, size)
	if err != nil {
		return err
	}
	fmt.Printf("INTRO=%s\nTIP=%s\nLONG=%s\nPLAIN=%s\n", f.Intro, f.Tip, string(f.Long), string(f.Plain))
	return nil
}

func peak(name, limit, command string) error {
	mib, err := strconv.ParseInt(limit, 10, 64)
	if err != nil || command == "" {
		return errUsage
	}
	line, err := bench.Peak(name, mib, command)
	if err == nil {
		fmt.Println(line)
	}
	return err
}

func row(args []string) error {
	var numbers [3]float64
	for i := range numbers {
		n, err := strconv.ParseFloat(args[1+i], 64)
		if err != nil {
			return errUsage
		}
		numbers[i] = n
	}
	p := bench.Pair{Name: args[0], Target: time.Duration(numbers[0] * float64(time.Millisecond)), Ratio: numbers[1],
		Runs: int(numbers[2]), Ours: args[4], Stock: args[5]}
	result, err := p.Time()
	if err == nil {
		fmt.Println(result)
	}
	return err
}
