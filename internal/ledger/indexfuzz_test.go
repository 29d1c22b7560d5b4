package ledger

import (
	"reflect"
	"strings"
	"testing"
)

// FuzzIndexFiles reads a file of the index and its clocks. A repeated line says nothing new, and no
// line teaches more than it says.
func FuzzIndexFiles(f *testing.F) {
	commit := strings.Repeat("1", 40)
	f.Add("7 K K3F927QM b f 1 "+commit+"\n8 D K3F927QM 2041-12-31 "+commit+"\n",
		"7 1772818812 1772818900 SHA256:x "+commit+"\n")
	f.Add("7 E K3F927QM 7K2M0001 x b c asha s add/lead/mina/ruth add 1 "+commit+"\n", "7 1 2 s\n")
	f.Add("-1 X K3F927QM 7K2M0001 7K2M0002 asha 9223372036854775807 "+commit+"\n", "\n")
	f.Fuzz(func(t *testing.T, file, clocks string) {
		var lines, twice []indexLine
		for text := range strings.Lines(file) {
			if l, ok := parseLine(text); ok {
				lines, twice = append(lines, l), append(twice, l, l)
			}
		}
		var backs []clockSetBack
		for text := range strings.Lines(clocks) {
			s, ok := parseClockSetBack(text)
			if !ok {
				continue
			}
			if again, ok := parseClockSetBack(s.String()); !ok || again != s {
				t.Errorf("%+v became %+v", s, again)
			}
			backs = append(backs, s)
		}
		once := taughtBy(lines, backs)
		if len(once) > len(lines) {
			t.Errorf("%d cases of %d lines", len(once), len(lines))
		}
		if again := taughtBy(twice, backs); !reflect.DeepEqual(once, again) {
			t.Errorf("twice the lines say %+v, and not %+v", again, once)
		}
	})
}
