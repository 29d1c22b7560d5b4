package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// What a killed process left half written goes a day after it was written last; all else stays.
func TestClearStrays(t *testing.T) {
	r, err := Init(context.Background(), t.TempDir(), InitOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	now := time.Now()
	old, young := now.Add(-25*time.Hour), now.Add(-time.Hour)
	for _, tt := range []struct {
		name  string
		when  time.Time
		stays bool
	}{
		{"objects/4b/tmp_obj_Xy12", old, false},
		{"objects/4b/tmp_obj_young", young, true},
		{"objects/pack/tmp_pack_Ab", old, false},
		{"objects/pack/.tmp-77-pack-1.pack", old, false},
		{"objects/incoming-Zz/4b/deep", old, false},
		{"casefile/drafts/asha/.casefile-9", old, false},
		{"hooks/.casefile-8", old, false},
		{".casefile-7", old, false},
		{"casefile/owed/K3F927QM", old, true},
		{"objects/pack/pack-1.keep", old, true},
	} {
		path := filepath.Join(r.common, filepath.FromSlash(tt.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, p := range []string{path, filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
			if err := os.Chtimes(p, tt.when, tt.when); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.ClearStrays(now); err != nil {
			t.Fatal(err)
		}
		_, err := os.Lstat(path)
		if is := err == nil; is != tt.stays {
			t.Errorf("%s: it stays: %v", tt.name, is)
		}
	}
}
