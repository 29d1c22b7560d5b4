package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"casefile/internal/cli"
	"casefile/internal/pattern"
)

// wrongNames is the exit code of a script's casefile whose JSON has a name it may not have.
const wrongNames = 99

// runCasefile is the casefile of the scripts. It searches every answer with --json, so that no
// script can get a document with Go's own field names.
func runCasefile() {
	if !slices.Contains(os.Args, "--json") {
		os.Exit(cli.Main(os.Args[1:], testMachine()))
	}
	out := os.Stdout
	read, write, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	said := make(chan []byte)
	go func() {
		var copied bytes.Buffer
		io.Copy(io.MultiWriter(out, &copied), read)
		said <- copied.Bytes()
	}()
	os.Stdout = write
	code := cli.Main(os.Args[1:], testMachine())
	write.Close()
	if wrong := goNames(<-said); len(wrong) > 0 {
		fmt.Fprintln(os.Stderr, "names that no JSON document may have:", strings.Join(wrong, ", "))
		code = wrongNames
	}
	os.Exit(code)
}

// jsonName is a name as documents have it: lower case, with _ or - between words.
// dataKey is one that is data: an ID.
var (
	jsonName = pattern.Of(`^[a-z][a-z0-9]*([_.-][a-z0-9]+)*$`)
	dataKey  = pattern.Of(`^[0-9A-Z]{4,8}(-[0-9A-Z]{4})?(/[0-9A-Z-]{4,9})?$`)
)

// goNames lists the keys of a document that are no names of the kind that it should have.
// What is no document (a refusal before there was an answer) has none.
func goNames(document []byte) (wrong []string) {
	var v any
	if json.Unmarshal(document, &v) != nil {
		return nil
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, value := range v {
				if !jsonName().MatchString(key) && !dataKey().MatchString(key) {
					wrong = append(wrong, key)
				}
				walk(value)
			}
		case []any:
			for _, item := range v {
				walk(item)
			}
		}
	}
	walk(v)
	return wrong
}

func TestGoNames(t *testing.T) {
	for document, want := range map[string][]string{
		`{"schema": "casefile/list/1", "cases": [{"key_worker": "asha", "keys.1": 2}]}`: nil,
		`{"K3F9-27QM": {"by": 1}, "7K2M9QXH": 1, "K3F927QM/7K2M9QXH": 1}`:               nil,
		`{"entries": [{"endorsement": {"Given": []}}]}`:                                 {"Given"},
		`{"retention": {"MissingFact": ""}}`: {
			"MissingFact"},
		`[{"dueOn": 1}]`: {"dueOn"},
		`{"a name": 1}`:  {"a name"},
		``:               nil,
	} {
		if got := goNames([]byte(document)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", document, got, want)
		}
	}
}
