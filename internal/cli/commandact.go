package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

// actOfRun returns this run's command line as an act that a draft keeps. Cases and entries have
// their full IDs if the records are open, so that the draft belongs to its case. Otherwise they
// stay as typed. Only flags that an act may have are kept. A command line with too few or too many
// words gives an act that can't be resumed as it is.
func actOfRun(ctx context.Context, app *App, b *casebook.Book, ran *cobra.Command) casebook.Act {
	act := casebook.Act{Do: strings.TrimPrefix(strings.TrimPrefix(ran.CommandPath(), "casefile"),
		" ")}
	for _, arg := range ran.Flags().Args() {
		switch on, ok := actOn(ctx, b, arg); {
		case ok:
			act.On = append(act.On, on)
		case b == nil && record.LooksLikeID(arg): // without records its full ID is unknown
			act.On = append(act.On, casebook.ActOn{Typed: arg})
		case act.Kind == "":
			act.Kind = arg
		default:
			act.Members = append(act.Members, arg) // too many words; no act can have them
		}
	}
	if kind, ok := ran.Annotations[ofKind]; ok {
		act.Do, act.Kind = "kind", kind
	}
	if act.Lacks() == "FILE" { // the word was a path
		act.Kind = ""
	}
	return withFlags(ctx, app, b, ran, act)
}

// actOn parses a case or an entry, as typed.
func actOn(ctx context.Context, b *casebook.Book, typed string) (casebook.ActOn, bool) {
	name, entry, crossing := strings.Cut(fullID(ctx, b, typed), "/")
	id, err := record.ParseID(name)
	if err != nil || !crossing {
		return casebook.ActOn{Case: id}, err == nil
	}
	e, err := record.ParseID(entry)
	return casebook.ActOn{Case: id, Entry: e}, err == nil
}

// flagsNotResumed are the flags that are given again at each attempt: where a text comes from, and
// what a person confirms.
var flagsNotResumed = []string{"file", "draft", "confirm", "again", "editor", "interactive"}

func withFlags(ctx context.Context, app *App, b *casebook.Book, ran *cobra.Command,
	act casebook.Act,
) casebook.Act {
	ran.Flags().Visit(func(f *pflag.Flag) {
		if app.root.PersistentFlags().Lookup(f.Name) != nil ||
			slices.Contains(flagsNotResumed, f.Name) {
			return
		}
		if f.Value.Type() == "bool" {
			act = withFlag(act, act.Set(f.Name, f.Value.String() == "true"))
			return
		}
		for _, v := range valuesOf(f) {
			act = withFlag(act, act.With(f.Name, fullID(ctx, b, v)))
		}
	})
	return act
}

// withFlag returns more if an act may have all its flags, else act.

// withFlag returns the act with a flag more, where it may have that one.
func withFlag(act, more casebook.Act) casebook.Act {
	if more.HasFlags() {
		return more
	}
	return act
}

func valuesOf(f *pflag.Flag) []string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.GetSlice()
	}
	return []string{f.Value.String()}
}
