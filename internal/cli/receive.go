package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/exchange"
	"casefile/internal/record"
	"casefile/internal/team"
)

type receiveOptions struct {
	openOptions
	fingerprint, signer, into, packIdentity string
}

func newReceiveCommand(app *App) *cobra.Command {
	o := &receiveOptions{}
	cmd := &cobra.Command{
		Use: "receive PACK", Short: "Open a case from the records that another agency sent",
		Example: `  # open a case from a pack, with the fingerprint that the agency told you
  casefile receive pack --fingerprint SHA256:…`,
		GroupID: "keep",
		Long: `Open a case from a pack that another agency made with casefile transfer pack: the
folder, its tar, or the file that was sealed to you. Every file is compared with the
list that the agency signed. Ask the agency by telephone for the fingerprint of its
key, and give it with --fingerprint, or give the key with --signer. The pack itself is
never the proof of who made it.

Each entry comes in as one of yours, marked with the agency, its author and its time
there. Acts of the other agency, such as a closure or an endorsement, come as notes
with their whole text. What the agency signed is attached unchanged. --into adds the
records to a case that you have, for a child whom you know already.`,
		Args: arguments(1, 1, "PACK"),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
			return runReceive(ctx, app, b, *o, args[0])
		}),
	}
	f := cmd.Flags()
	f.StringVar(&o.fingerprint, "fingerprint", "", "the `fingerprint` of the key that signed it, "+
		"SHA256:…, as the agency told you")
	f.StringVar(&o.signer, "signer", "", "a `file` with the agency's public key, or its "+
		"allowed_signers")
	f.StringVar(&o.into, "into", "", "add to this `case` instead of opening a new one")
	f.StringVar(&o.packIdentity, "pack-identity", "", "a plain age identity `file` that opens the "+
		"sealed pack (default: your own identity)")
	f.StringVar(&o.keyWorker, "key-worker", "", "the `member` responsible for the case (default: "+
		"you)")
	f.StringSliceVar(&o.readers, "reader", nil, "let this `member` read the case as well")
	f.BoolVar(&o.restricted, "restricted", false, "only those named with --reader and the key "+
		"worker can read it")
	return cmd
}

// arrival is a pack that is being received.
type arrival struct {
	pack        *exchange.Pack
	fingerprint string
	opening     casebook.OpenOrder // of a new case; for an existing one only Case is set
	into        bool
	entries     []*casebook.Prepared // all but the profile that opens the case
	files       int                  // number of attached files that came with the entries
	exchange.Arrival
}

func runReceive(ctx context.Context, app *App, b *casebook.Book, o receiveOptions,
	path string,
) error {
	in := arrival{into: o.into != ""}
	if err := receiving(ctx, app, b, o, &in); err != nil {
		return err
	}
	files, err := readPack(app, path, o.packIdentity)
	if err != nil {
		return packError(err)
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return err
	}
	if in.pack, err = exchange.OpenPack(files, kinds); err != nil {
		return packError(err)
	}
	if in.fingerprint, err = believed(app, in.pack, o); err != nil {
		return err
	}
	done, err := takeIn(ctx, app, b, &in)
	if err != nil {
		return err
	}
	sayHeld(app, in.opening.Case, slices.ContainsFunc(in.entries, casebook.Died))
	return received(app, &in, done)
}

// receiving decides which case a pack goes to, and checks roles, before the pack is read.
func receiving(ctx context.Context, app *App, b *casebook.Book, o receiveOptions, in *arrival) (
	err error,
) {
	if in.into {
		if in.opening.Case, err = b.FindCase(ctx, o.into); err != nil {
			return err
		}
		return ready(ctx, app, b, team.OpAdd, in.opening.Case)
	}
	if in.opening, err = opening(ctx, app, b, o.openOptions); err != nil {
		return err
	}
	me, err := b.Me()
	if err == nil && !b.WouldRead(in.opening, me.ID) {
		err = withHint(usage("you would not read the case yourself, and could add nothing to it"),
			"--reader %s lets you in", me.ID)
	}
	return err
}

// received says what came in, and asks for the receipt slip to be sent back.
func received(app *App, in *arrival, done *casebook.Done) error {
	m, id := in.pack.Manifest, in.opening.Case
	came := len(in.pack.Items) - in.Here
	if app.global.json {
		notes := []map[string]any{}
		for _, n := range in.AsNotes {
			notes = append(notes, map[string]any{"id": string(n.ID), "kind": n.From})
		}
		return app.document("receive",
			map[string]any{"case": string(id), "opened": !in.into, "agency": m.Agency,
				"from": string(m.Case), "entries": came,
				"here_before": in.Here, "files": in.files, "as_notes": notes,
				"manifest":    in.pack.ManifestSum(),
				"fingerprint": in.fingerprint, "commit": done.Commit})
	}
	if !in.into {
		app.print("%s  opened, key worker %s", id, in.opening.KeyWorker)
	}
	app.print("%s  %s and %s received from %s, which has them as %s", id,
		record.Plural(came, "entry", "entries"), record.Counted(in.files, "attached file"),
		m.Agency, m.Case)
	if in.Here > 0 {
		app.print("%s  %s here before, and nothing of it was changed", id,
			record.Plural(in.Here, "entry was", "entries were"))
	}
	if len(in.AsNotes) > 0 {
		app.print("  as notes   %s", record.Enumerated(kindsIn(in.NotesByKind())))
	}
	app.print("Sign the receipt slip and send it back: manifest %s", in.pack.ManifestSum())
	return nil
}

// packError adds what to do about a faulty pack.
func packError(err error) error {
	if errors.Is(err, exchange.ErrPack) {
		return withHint(err, "nothing was recorded; ask the agency for the pack again")
	}
	return err
}
