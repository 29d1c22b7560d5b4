package seal

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPaddingVectors(t *testing.T) {
	var index struct {
		Vectors []struct {
			Name, Head, Repeat, Tail string
			Times, Size              int
			SHA256, Expect           string
		}
		Padme [][2]int
	}
	data, err := os.ReadFile(filepath.Join("..", "..", "testdata", "vectors", "padding",
		"index.json"))
	if err == nil {
		err = json.Unmarshal(data, &index)
	}
	if err != nil || len(index.Vectors) == 0 || len(index.Padme) == 0 {
		t.Fatal(len(index.Vectors), err)
	}
	for _, v := range index.Vectors {
		got, err := Pad([]byte(v.Head + strings.Repeat(v.Repeat, v.Times) + v.Tail))
		if v.Expect != "" {
			if !errors.Is(err, ErrTooLarge) {
				t.Errorf("%s: want a refusal, got %d bytes, %v", v.Name, len(got), err)
			}
			continue
		}
		if err != nil || len(got) != v.Size || Commitment(got) != v.SHA256 {
			t.Errorf("%s: %d bytes, %s, %v; want %d, %s", v.Name, len(got), Commitment(got), err,
				v.Size, v.SHA256)
		}
		if again, err := Pad(got); err != nil || string(again) != string(got) {
			t.Errorf("%s: padding twice changes the text: %v", v.Name, err)
		}
	}
	for _, p := range index.Padme {
		if got := Padme(p[0]); got != p[1] {
			t.Errorf("Padmé(%d) = %d, want %d", p[0], got, p[1])
		}
	}
}
