package bench

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// WriteSQL writes the statements that make a table in clear of so many cases: what a list
// shows of each, and some 400 bytes of facts, as an index holds them sealed.
func WriteSQL(out io.Writer, cases int) error {
	words := parseLexicon(wordLists)
	_, err := io.WriteString(out, "begin;\ncreate table cases (id text primary key, name text, "+
		"born text, worker text, status text, opened text, due text, facts text);\n")
	for n := range cases {
		p := newProse(words, n, 0, founded())
		p.even = true
		status, due := "open", ""
		if n%eachCloses == eachCloses-1 {
			status = "closed"
		} else if n%3 == 0 {
			due = founded().AddDate(0, 0, n%3650).Format(time.DateOnly)
		}
		born := founded().AddDate(-4-n%10, 0, -n%360).Format(time.DateOnly)
		facts := (p.facts(2) + strings.Repeat(" ", 400))[:400]
		values := []string{fmt.Sprintf("%08d", n), p.person(), born, workers()[n%len(workers())],
			status, founded().Format(time.DateOnly), due, facts}
		for i, v := range values {
			values[i] = "'" + strings.ReplaceAll(v, "'", "''") + "'"
		}
		if err == nil {
			all := strings.Join(values, ", ")
			_, err = fmt.Fprintf(out, "insert into cases values (%s);\n", all)
		}
	}
	if err == nil {
		_, err = io.WriteString(out, "commit;\n")
	}
	return err
}
