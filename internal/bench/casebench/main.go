// Command casebench serves testdata/bench/run.sh. It makes the data, does the work beside casefile
// that no stock program does, and prints the table.
//
//	casebench key WEEKS ENTRIES LONG            the name of the records of that size
//	casebench generate DIR WEEKS ENTRIES LONG   prints the facts as NAME=VALUE lines
//	casebench entry                             prints the text that the benchmarks add
//	casebench sql CASES                         prints statements: a table of so many cases
//	casebench sealed REPOSITORY MEMBER          lists the keys and entries of a member
//	casebench open REPOSITORY PERSON LIST       opens all that LIST names, with age alone
//	casebench signatures REPOSITORY             verifies each commit's Ed25519 signature
//	casebench table ROUNDS SECONDS WORK [small] runs the rows whose work has a piece of
//	                                            WORK, PIECE|PIECE; each so long at most
//
// The table's commands find the data by variables of the environment, which run.sh sets.
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

var errUsage = errors.New("usage: casebench key WEEKS ENTRIES LONG | " +
	"generate DIR WEEKS ENTRIES LONG | entry | sql CASES | sealed REPOSITORY MEMBER | " +
	"open REPOSITORY PERSON LIST | " +
	"signatures REPOSITORY | table ROUNDS SECONDS WORK [small]")

func run(args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	ctx := context.Background()
	switch name, args := args[0], args[1:]; {
	case name == "key" && len(args) == 3:
		return key(args)
	case name == "generate" && len(args) == 4:
		return generate(ctx, args[0], args[1:])
	case name == "entry" && len(args) == 0:
		_, text := bench.EntryText(1, time.Date(2026, time.March, 5, 0, 0, 0, 0, time.UTC))
		fmt.Print(text)
		return nil
	case name == "sql" && len(args) == 1:
		cases, err := strconv.Atoi(args[0])
		return errors.Join(err, bench.WriteSQL(os.Stdout, cases))
	case name == "sealed" && len(args) == 2:
		return bench.Sealed(ctx, args[0], args[1], os.Stdout)
	case name == "open" && len(args) == 3:
		return counted(bench.OpenAll(ctx, args[0], args[1], args[2]))
	case name == "signatures" && len(args) == 1:
		return counted(bench.Signatures(ctx, args[0]))
	case name == "table" && len(args) >= 3:
		return table(args)
	}
	return errUsage
}

func counted(n int, err error) error {
	fmt.Println(n)
	return err
}

func sizeOf(args []string) (s bench.Size, err error) {
	for i, to := range []*int{&s.Weeks, &s.Entries, &s.Long} {
		if *to, err = strconv.Atoi(args[i]); err != nil || *to < 1 {
			return s, errUsage
		}
	}
	return s, nil
}

func key(args []string) error {
	size, err := sizeOf(args)
	if err == nil {
		fmt.Println(size.Key())
	}
	return err
}

func generate(ctx context.Context, dir string, args []string) error {
	size, err := sizeOf(args)
	if err != nil {
		return err
	}
	f, err := bench.Generate(ctx, dir, size)
	if err != nil {
		return err
	}
	fmt.Printf("INTRO=%s\nTIP=%s\nLONG=%s\nPLAIN=%s\n", f.Intro, f.Tip, string(f.Long),
		string(f.Plain))
	return nil
}

func table(args []string) error {
	rounds, err := strconv.Atoi(args[0])
	seconds, secondsErr := strconv.Atoi(args[1])
	if err := errors.Join(err, secondsErr); err != nil || rounds < 1 {
		return errUsage
	}
	t := bench.Table{Out: os.Stdout, Small: len(args) == 4, Rounds: rounds,
		Budget: time.Duration(seconds) * time.Second}
	return t.Run(bench.RowsOf(args[2]))
}
