package verify

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"casefile/internal/record"
)

func TestMessageVectors(t *testing.T) {
	var index struct {
		Vectors []struct {
			Name, Expect string
			Message      Message
		}
	}
	folder := filepath.Join("..", "..", "testdata", "vectors", "message")
	data, err := os.ReadFile(filepath.Join(folder, "index.json"))
	if err == nil {
		err = json.Unmarshal(data, &index)
	}
	if err != nil || len(index.Vectors) < 8 {
		t.Fatal(len(index.Vectors), err)
	}
	for _, v := range index.Vectors {
		text, err := os.ReadFile(filepath.Join(folder, v.Name+".msg"))
		if err != nil {
			t.Fatal(err)
		}
		m, err := ParseMessage(string(text))
		if v.Expect != "" {
			if !errors.Is(err, ErrMessage) {
				t.Errorf("%s: want a refusal, got %+v, %v", v.Name, m, err)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(m, v.Message) {
			t.Errorf("%s: got %+v, %v\nwant %+v", v.Name, m, err, v.Message)
		}
		if got := v.Message.Encode(); got != string(text) {
			t.Errorf("%s: written\n%s\nwant\n%s", v.Name, got, text)
		}
	}
}

// formatPage returns schema/FORMAT.md, from which other programs are written.
func formatPage(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "schema", "FORMAT.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestFormatExamples: the docket and the message on the page are valid.
func TestFormatExamples(t *testing.T) {
	examples := regexp.MustCompile("(?ms)^```[^\n]*\n(.*?)^```$").FindAllStringSubmatch(
		formatPage(t), -1)
	dockets, messages := 0, 0
	for _, m := range examples {
		switch text := m[1]; {
		case strings.HasPrefix(text, "format: 1\ncase: "):
			dockets++
			if _, err := record.ParseDocket([]byte(text)); err != nil {
				t.Error(err)
			}
		case strings.HasPrefix(text, "casefile open\n"):
			messages++
			if _, err := ParseMessage(text); err != nil {
				t.Error(err)
			}
		}
	}
	if dockets != 1 || messages != 1 {
		t.Errorf("%d dockets, %d messages", dockets, messages)
	}
}

// TestFormatNamesRules: the page has every rule and every operation.
func TestFormatNamesRules(t *testing.T) {
	page := formatPage(t)
	words := map[string]bool{"init": true}
	for op := range table {
		words[op] = true
	}
	for _, rule := range ruleConstants(t) {
		words[rule] = true
	}
	if len(words) < 50 {
		t.Fatalf("only %d words found", len(words))
	}
	for w := range words {
		if !strings.Contains(page, "`"+w+"`") {
			t.Errorf("schema/FORMAT.md lacks `%s`", w)
		}
	}
}
