package cli

import (
	"cmp"
	"context"
	"fmt"
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
		Use: "attach CASE FILE", Short: "Keep a file with a case: a letter, a picture, a scan", GroupID: "daily",
		Long: "Keep a file with a case, encrypted as entries are. -F gives the text of its entry:\nwhat it is, when it was made, what it shows. Without -F it needs none, and reads\nno stdin.",
		Args: arguments(2, 2, "CASE FILE"),
		RunE: inCase(app, func(ctx context.Context, b *casebook.Book, id record.ID, args []string) error {
			return runAttach(ctx, app, b, id, *o, args[1])
		}),
	}
	o.flags(cmd)
	forText(cmd, textOnlyWith)
	cmd.Flags().StringVar(&o.media, "type", "", "media type, as image/png (default: by the file's ending)")
	return cmd
}

func runAttach(ctx context.Context, app *App, b *casebook.Book, id record.ID, o attachOptions, path string) error {
	if err := ready(ctx, app, b, team.OpAdd, id); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // not even a pipe is waited for
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
	sealed, sum, err := b.SealFile(ctx, id, f, info.Size())
	if err != nil {
		return err
	}
	media := cmp.Or(o.media, mime.TypeByExtension(filepath.Ext(path)), "application/octet-stream")
	facts := [][2]string{ // what the program knows of the file
		{"file", string(sealed.ID)},
		{"name", record.Quote(filepath.Base(path))},
		{"type", record.Quote(media)},
		{"length", fmt.Sprint(info.Size())},
		{"sha256", sum},
	}
	r := request{textOptions: o.textOptions, act: casebook.OnCase("attach", id),
		Writing:  casebook.Writing{Case: id, Kind: record.KindAttachment},
		alter:    func(text []byte) ([]byte, record.Findings) { return record.SetFields(text, facts), nil },
		template: func() ([]byte, error) { return []byte("---\n---\n"), nil }}
	done, err := attach(ctx, app, b, r, func(p *casebook.Prepared) (*casebook.Done, error) {
		return b.Add(ctx, id, []*casebook.Prepared{p}, []casebook.Attached{sealed})
	})
	if err != nil {
		return err
	}
	return saved(app, "attach", done)
}

// attach needs no editor: without -F the entry says only what the file is.
func attach(ctx context.Context, app *App, b *casebook.Book, r request, save func(*casebook.Prepared) (*casebook.Done, error)) (*casebook.Done, error) {
	if r.file != "" || r.draft != "" {
		return recordText(ctx, app, b, r, save)
	}
	text, err := r.template()
	if err != nil {
		return nil, err
	}
	return prepareAndSave(ctx, app, b, r, text, save)
}
