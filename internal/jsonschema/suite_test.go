package jsonschema

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/testenv"
)

const suitePath = "jsonschema/testdata/draft2020-12/*.json"

type suiteGroup struct {
	Description string
	Schema      any
	Tests       []struct {
		Description string
		Data        any
		Valid       bool
	}
}

// TestSuite runs the JSON Schema suite of draft 2020-12. Nobody brings what it would fetch from
// another machine, but for the draft's own schemas.
func TestSuite(t *testing.T) {
	module := testenv.ModuleDir(t, "github.com/google/jsonschema-go")
	files, err := filepath.Glob(filepath.Join(module, suitePath))
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	judged, refused := 0, 0
	for _, path := range files {
		for _, g := range readJSON[[]suiteGroup](t, path) {
			schema, err := suiteSchema(t, module, g.Schema)
			var far *LoadError
			if errors.As(err, &far) && strings.HasPrefix(far.Address, "http://localhost:1234/") {
				refused++
				continue
			}
			if err != nil {
				t.Errorf("%s, %s: %v", filepath.Base(path), g.Description, err)
				continue
			}
			for _, c := range g.Tests {
				judged++
				if faults := schema.Judge(c.Data); (len(faults) == 0) != c.Valid {
					t.Errorf("%s, %s, %s: valid is %t, %v", filepath.Base(path), g.Description,
						c.Description, c.Valid, faults)
				}
			}
		}
	}
	if judged != 1055 || refused != 20 {
		t.Errorf("%d judged, %d schemas refused", judged, refused)
	}
}

func readJSON[T any](t testing.TB, path string) (out T) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return decode[T](t, string(data))
}

func decoded(t testing.TB, text string) any { return decode[any](t, text) }

func decode[T any](t testing.TB, text string) (out T) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

func suiteSchema(t *testing.T, module string, schema any) (*Schema, error) {
	t.Helper()
	const draft = "https://json-schema.org/draft/2020-12/"
	return New(func(address string) (any, error) {
		if address == "test:///suite.json" {
			return schema, nil
		}
		if name, is := strings.CutPrefix(address, draft); is {
			name = filepath.Join(module, "jsonschema/meta-schemas/draft2020-12", name) + ".json"
			return readJSON[any](t, name), nil
		}
		return nil, fmt.Errorf("nobody brings it")
	}).Compile("test:///suite.json")
}
