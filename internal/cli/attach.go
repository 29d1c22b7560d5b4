package cli

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/team"
)

type attachOptions struct {
	textOptions
	media string
}

func newAttachCommand(app *App) *cobra.Command {
	o := &attachOptions{}
	cmd := &cobra.Command{
		Use: "attach CASE FILE", Short: "Keep a file with a case: a letter, a picture, a scan",
		Example: `  # keep a letter with a case
  casefile attach K3F9-27QM letter.pdf
  # say in a text what the file shows
  casefile attach K3F9-27QM drawing.png -F drawing.md`,
		GroupID: "daily",
		Long: `Keep a file with a case, encrypted like an entry. -F gives a text about the file:
what it is, when it was made, what it shows. The text may be left out. Without -F, stdin
is
not read.`,
		Args: arguments(2, 2, "CASE FILE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, args []string) error {
				return runAttach(ctx, app, b, id, *o, args[1])
			}),
	}
	o.flags(cmd)
	forText(cmd, textOnlyWith)
	cmd.Flags().StringVar(&o.media, "type", "", "media type, as image/png (default: by the file's "+
		"ending)")
	return writesCaseWith(app, cmd)
}

func runAttach(ctx context.Context, app *App, b *casebook.Book, id record.ID, o attachOptions,
	path string,
) error {
	if err := ready(ctx, app, b, team.OpAdd, id); err != nil {
		return err
	}
	// so that opening a pipe does not block
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return usage("%s is not a plain file", path)
	}
	sum, err := sumOfFile(b, f, info.Size())
	if err != nil {
		return err
	}
	if info.Size() > casebook.LargeFile {
		app.say("note: a file of more than %d MiB goes into no pack, copy or JSON: show --save "+
			"and "+
			"export --format md hand it out", casebook.LargeFile>>20)
	}
	file := record.NewID()
	media := cmp.Or(o.media, mime.TypeByExtension(filepath.Ext(path)), "application/octet-stream")
	facts := [][2]string{ // what the program knows of the file
		{"file", string(file)},
		{"name", record.Quote(filepath.Base(path))},
		{"type", record.Quote(media)},
		{"length", fmt.Sprint(info.Size())},
		{"sha256", sum},
	}
	r := request{textOptions: o.textOptions, act: casebook.OnCase("attach", id),
		EntryText: casebook.EntryText{Case: id, Kind: record.KindAttachment},
		alter: func(text []byte) ([]byte, record.Findings) {
			return record.SetFields(text, facts), nil
		},
		template: func() ([]byte, error) { return []byte("---\n---\n"), nil }}
	done, err := attach(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		sealed, err := b.SealSame(ctx, id, f, info.Size(), sum)
		if err != nil {
			return nil, err
		}
		sealed.ID = file
		return b.Add(ctx, id, []*casebook.Prepared{p}, []casebook.Attached{sealed})
	})
	if err != nil {
		return err
	}
	return saved(app, "attach", done)
}

// sumOfFile returns the SHA-256 of a file whose size policy allows. The text of the entry contains
// it. The file is sealed only once that text is in order.
func sumOfFile(b *casebook.Book, f *os.File, size int64) (string, error) {
	if err := b.MayHold(size); err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err := io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), err
}

// attach records the entry. It opens no editor: without -F the entry has only the facts of the
// file.
func attach(ctx context.Context, app *App, b *casebook.Book, r request,
	save func(*casebook.Prepared) (*casebook.Done, error),
) (*casebook.Done, error) {
	if r.file != "" || r.draft != "" {
		return recordText(ctx, app, b, r, save)
	}
	text, err := r.template()
	if err != nil {
		return nil, err
	}
	return prepareAndSave(ctx, app, b, r, text, save)
}
