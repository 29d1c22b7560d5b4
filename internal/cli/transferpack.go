package cli

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/exchange"
	"casefile/internal/record"
	"casefile/internal/report"
	"casefile/internal/store"
	"casefile/internal/team"
)

type packOptions struct {
	agency, out, recipient string
}

func newTransferPackCommand(app *App) *cobra.Command {
	o := &packOptions{}
	cmd := &cobra.Command{
		Use: "pack CASE --agency NAME", Short: "Write all records of a case for another agency",
		Long: `Write all records of a closing or closed case for another agency:

  - every entry in every version, and the attached files
  - a summary, a chronology and a plan, to read in any browser
  - a page of what must not be overlooked
  - a receipt slip to sign and send back
  - a list of all files, which you sign

--agency is your agency's name for the other one to read. Anyone who has the folder can
read it. --to-recipient seals the same records to the other agency's age key, in one
file, and writes nothing readable. Tell the other agency the fingerprint of your key by
another way than the pack: by telephone, for example.

The name of a person who reported anonymously is taken out. In their own entry it
always goes. In all other entries it goes as first name, surname and both, in any order
and spelling, unless a profile names the person: then the case knows them anyway. Words
that only look like a name ("I hope") stay. Attached files are not searched: look into
the pack before it goes.`,
		Example: `  # a folder that anyone can read who has it
  casefile transfer pack K3F9-27QM --agency "Northshire Project" -o pack
  # sealed for the other agency
  casefile transfer pack K3F9-27QM --agency "Northshire Project" --to-recipient westmoor.txt -o pack.age`,
		Args: arguments(1, 1, "CASE"),
		RunE: inCase(app,
			func(ctx context.Context, b *casebook.Book, id record.ID, _ []string) error {
				return runTransferPack(ctx, app, b, id, *o)
			}),
	}
	cmd.Flags().StringVar(&o.agency, "agency", "", "the `name` of your agency, for the other one")
	cmd.Flags().StringVarP(&o.out, "output", "o", "", "the `folder` to write, new or empty; with "+
		"--to-recipient the file")
	cmd.Flags().StringVar(&o.recipient, "to-recipient", "",
		"seal the pack to an age `recipient` (age1…), or a file that holds one")
	return writesCase(app, cmd)
}

func runTransferPack(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	o packOptions,
) error {
	if o.agency = strings.TrimSpace(o.agency); o.agency == "" {
		return usage("the pack must say whose records it holds: --agency NAME")
	}
	if err := ready(ctx, app, b, team.OpTransfer, id); err != nil {
		return err
	}
	c, err := b.Case(ctx, id)
	if err != nil {
		return err
	}
	if err := mayPack(app, c); err != nil {
		return err
	}
	if err := forkRefusal("no copy leaves yet", c.MayLeave()); err != nil {
		return err
	}
	if o.out == "" {
		o.out = "transfer-" + string(id)
		if o.recipient != "" {
			o.out += ".tar.age"
		}
	}
	if err := outside(b.Repo(), o.out); err != nil {
		return err
	}
	t, err := transferOf(ctx, app, b, c, o)
	if err != nil {
		return err
	}
	pack, err := t.Pack()
	if errors.Is(err, disclose.ErrWithhold) {
		err = withHint(err, "casefile show %s shows how it is written", c.ID)
	}
	if err != nil {
		return err
	}
	if o.recipient != "" {
		err = writeSealed(app, b, o, pack)
	} else if err = writeFolder(o.out, store.Contents(pack.Files)); err == nil {
		app.say("note: all of it can be read by anyone who has %s", o.out)
	}
	if err != nil {
		return err
	}
	return packed(app, o, pack, t.Fingerprint)
}

// transferOf collects what a pack is made from, and the key that signs it.
func transferOf(
	ctx context.Context, app *App, b *casebook.Book, c *cases.Case, o packOptions,
) (t exchange.Transfer, err error) {
	t = exchange.Transfer{Agency: o.agency, Made: b.Now(),
		Draw: func(items []cases.Item) (report.Page, error) {
			folded, err := b.Fold(ctx, c.Docket, items)
			if err != nil {
				return report.Page{}, err
			}
			return page(ctx, app, b, folded)
		}}
	if t.Items, err = b.Items(ctx, c.Docket); err != nil {
		return t, err
	}
	t.Open = b.Opener(ctx, c.ID)
	if t.Kinds, err = b.Kinds(ctx); err != nil {
		return t, err
	}
	if t.Page, err = page(ctx, app, b, c); err != nil {
		return t, err
	}
	me, err := b.Me()
	if err != nil {
		return t, err
	}
	signer, err := app.keys.Signer()
	if err != nil {
		return t, err
	}
	t.Maker = disclose.Signatory{ID: me.ID, Name: me.Name, Email: me.Email}
	t.Key, t.Sign = signer.PublicKey(), signer.Sign
	t.Fingerprint, err = store.Fingerprint(t.Key)
	return t, err
}

// mayPack refuses a case whose service goes on. The review at closing says whether its records must
// go, and the records are not complete before.
func mayPack(app *App, c *cases.Case) error {
	if !exchange.Packable(c.Docket.Status) {
		return withHint(inState("%s is %s; whether its records go is reviewed in the closure, and "+
			"they are packed after it", c.ID, c.Docket.Status),
			"%s; one entry alone goes with casefile export --proof ENTRY", beforeSending(c.Docket))
	}
	if review := c.TransferState().Review; review.Stays() {
		app.say("note: the review in the closure says %s; give in the transfer what has changed "+
			"since", reviewWords(review))
	}
	return nil
}

// writeSealed writes the pack as one file that only the recipient can open.
func writeSealed(app *App, b *casebook.Book, o packOptions, pack *exchange.Pack) error {
	recipient := o.recipient
	if _, err := os.Stat(recipient); err == nil {
		data, err := readText(app, recipient, aSetting)
		if err != nil {
			return err
		}
		recipient = string(data)
	}
	sealed, err := pack.Sealed(recipient, b.Now())
	if err != nil {
		return withHint(err, "ask the other agency for its recipient, which begins with age1")
	}
	return store.WriteNew(o.out, 0o600, store.Content(sealed))
}

// packed says what was packed, and what to do with it.
func packed(app *App, o packOptions, pack *exchange.Pack, fingerprint string) error {
	m, withheld := pack.Manifest, []string{}
	for _, ref := range pack.Withheld() {
		withheld = append(withheld, ref.String())
	}
	if app.global.json {
		return app.document("transfer-pack", map[string]any{"case": string(m.Case), "output": o.out,
			"sealed": o.recipient != "", "entries": len(m.Entries), "files": len(m.Files),
			"manifest": pack.ManifestSum(), "fingerprint": fingerprint, "to": orNil(m.To),
			"withheld": withheld})
	}
	app.print("%s  %s and %s of %s", o.out, record.Plural(len(m.Entries), "entry", "entries"),
		record.Counted(len(m.Files), "attached file"), m.Case)
	app.print("  manifest     %s", pack.ManifestSum())
	app.print("  signed with  %s", fingerprint)
	for _, ref := range withheld {
		app.print("  withheld     who reported anonymously, in %s", ref)
	}
	if len(m.Files) > 0 && len(withheld) > 0 {
		app.say("note: %s not searched for who reported anonymously: look into them before they go",
			record.Plural(len(m.Files), "attached file was", "attached files were"))
	}
	app.print("Tell the other agency the fingerprint by another way than the pack, by telephone " +
		"say.")
	app.print("When it has gone: casefile transfer sent %s", m.Case)
	return nil
}
