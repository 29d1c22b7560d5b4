package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"casefile/internal/casebook"
	"casefile/internal/match"
	"casefile/internal/record"
	"casefile/internal/search"
)

type searchOptions struct {
	cases, kinds, by  []string
	from, to, person  string
	open, closed      bool
	regexp, substring bool
	count             bool
	empty             string // a filter that was given with an empty value
}

func newSearchCommand(app *App) *cobra.Command {
	o := &searchOptions{}
	cmd := &cobra.Command{
		Use: "search [-]", GroupID: "look",
		Short: "Find words in the entries that you can read",
		Long: `Find words in the entries of the cases that you can read: in fields and texts, in the
names of attached files and of people. The command asks for the words, or reads them
from stdin: with -, or without a terminal. Words don't stand in the command line, since
shells keep that. The agency's policy can allow it (search: {arguments: allow}).

    flat visit          entries with both words
    "home visit"        the words as they follow each other
    flat*               words that begin with flat; only the end of a word takes a star
    flat OR house       either; AND and NOT too, and (brackets)

Capitals, accents, apostrophes and hyphens don't matter. A day with its year (4 March
2026), a telephone number, an address and an ID are found in any notation. --substring
finds a piece of a line, and --regexp what a regular expression (RE2) matches in a line.

--person - asks for a name, and finds the entries that name this person: in another
order, with an initial, in another spelling of the same name. It does not find a slip
of the pen: the first letters as a word do, qui* for Quill. On stdin the name is the
first line. --case - asks for the case, and you may answer with a name. With a filter
you may leave the words out. Several filters must all hold.

Each line shows the day on which the entry was recorded, the case, its name, the entry,
and the line with the words, the newest first. If only filters were given, the line is
the headline. Earlier texts of an amended entry are found too, and marked. Erased
entries are not found. An entry that can't be read, or that breaks a rule of the
history, is not searched; stderr counts these. Cases that you can't read are not
mentioned. An address or a number that a case keeps from somebody is found, and the
line shows (protected address) in its place, like all pages over several cases.
casefile show has the text.

--json answers with count and hits. Each hit has recorded, case, name, entry, kind, by,
line, marks (from and to, in characters of the line) and superseded. not_read counts
the cases and entries that could not be read, and the refused entries. The exit code is
24 if nothing is found, and 2 if a filter names something that does not exist.`,
		Example: `  # it asks for the words
  casefile search
  # contacts since the first of March
  casefile search --kind contact --from 2026-03-01
  # it asks for a name, and finds the entries that name the person
  casefile search --person -`,
		Args: cobra.ArbitraryArgs,
	}
	cmd.RunE = inRecords(app, func(ctx context.Context, b *casebook.Book, args []string) error {
		o.empty = emptyFlag(cmd)
		return runSearch(ctx, app, b, *o, args)
	})
	f := cmd.Flags()
	f.StringSliceVar(&o.cases, "case", nil, "only in this `case`")
	f.StringSliceVar(&o.kinds, "kind", nil, "only entries of this `kind`")
	f.StringSliceVar(&o.by, "by", nil, "only entries by this `member`")
	f.StringVar(&o.from, "from", "", "only what was recorded on this `day` or later")
	f.StringVar(&o.to, "to", "", "only what was recorded on this `day` or before")
	f.StringVar(&o.person, "person", "", "only entries that name a person: - asks for the `name`")
	f.BoolVar(&o.open, "open", false, "only cases in which work goes on")
	f.BoolVar(&o.closed, "closed", false, "only cases in which no work goes on")
	f.BoolVar(&o.regexp, "regexp", false, "search for a regular expression (RE2)")
	f.BoolVar(&o.substring, "substring", false, "search for a piece of a line")
	f.BoolVar(&o.count, "count", false, "only say how many entries there are")
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return searchFlag(err) })
	return cmd
}

// searchFlag refuses an unknown flag. It does not repeat letters after a single hyphen, which may
// be words to search for.
func searchFlag(err error) error {
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok && e.GetSpecifiedShortnames() != "" {
		return withHint(fmt.Errorf("%w%w", errSilent{errUsage}, errSearchWords),
			"casefile search --help")
	}
	return usage("%v", err)
}

func runSearch(ctx context.Context, app *App, b *casebook.Book, o searchOptions, args []string,
) error {
	if err := o.settle(); err != nil {
		return err
	}
	filter, err := searchFilter(ctx, b, o)
	if err != nil {
		return err
	}
	typed, err := askSought(app, b, o, args, filter.Narrow())
	if err != nil {
		return err
	}
	q, err := typed.query(o)
	if err != nil {
		return withHint(usage("%s", record.OneLine(err.Error())),
			"casefile search --help shows what can be typed")
	}
	refused := 0
	page := &searchPage{app: app, zone: b.Policy().Zone(), count: o.count,
		unsearched: func() casebook.Unsearched { return b.Unsearched(refused) }}
	err = page.write(func(found func(search.Found) error) (err error) {
		refused, err = b.Search(ctx, q, filter, found)
		return err
	})
	if err != nil {
		return err
	}
	sayUnsearched(app, b.Unsearched(refused))
	if page.found == 0 {
		return withHint(notFound("nothing was found"), "%s", findsMore(typed, o))
	}
	return nil
}

// findsMore says what may find more than the typed words.
func findsMore(typed soughtWords, o searchOptions) string {
	switch words := !o.regexp && !o.substring; {
	case typed.person != "":
		return "one of the names alone finds more, and without --person the first letters of " +
			"one, as in qui*"
	case words && search.SmallSigns(typed.words):
		return "AND, OR and NOT are written in capitals: in small letters they are words as others"
	case words && match.PartOfDay(typed.words):
		return "a day has a year, as in 4 Nov 2026, and is found in whatever form it was written"
	}
	return "fewer words find more, flat* finds all that begin so, and --person - finds a name, " +
		"whatever form it has: casefile search --help"
}

// emptyFlag returns a filter with an empty value, as from an unset variable of a script. It would
// filter nothing.
func emptyFlag(cmd *cobra.Command) (name string) {
	for _, one := range []string{"case", "kind", "by", "from", "to", "person"} {
		if f := cmd.Flags().Lookup(one); f.Changed && strings.Trim(f.Value.String(), "[] ,") == "" {
			name = one
		}
	}
	return name
}

// settle checks the flags and arguments against each other.
func (o searchOptions) settle() error {
	switch {
	case o.empty != "":
		return usage("--%s is empty", o.empty)
	case o.open && o.closed:
		return usage("--open and --closed exclude each other")
	case o.regexp && o.substring:
		return usage("--regexp and --substring exclude each other")
	}
	return nil
}

// searchFilter reads the flags that say where to search. It refuses a name that does not exist:
// finding nothing would be a wrong answer to a slip.
func searchFilter(
	ctx context.Context, b *casebook.Book, o searchOptions,
) (f search.Filter, err error) {
	if f.Cases, err = searchedCases(ctx, b, o.cases); err != nil {
		return f, err
	}
	kinds, err := b.Kinds(ctx)
	if err != nil {
		return f, err
	}
	for _, name := range o.kinds {
		if _, ok := kinds.Kind(name); !ok {
			return f, withHint(usage("there is no kind %q", name), "casefile kinds lists them")
		}
	}
	if err := knownMembers(b, o.by); err != nil {
		return f, withHint(usage("--by: %v", err), "casefile team lists the members")
	}
	f.Kinds, f.By, f.Open, f.Closed = o.kinds, o.by, o.open, o.closed
	f.From, f.To, err = o.days(b.Policy().Zone())
	return f, err
}

// searchedCases reads --case.
func searchedCases(
	ctx context.Context, b *casebook.Book, typed []string,
) (out []string, err error) {
	for _, one := range typed {
		id, err := b.FindCase(ctx, one)
		if errors.Is(err, casebook.ErrNotFound) || errors.Is(err, casebook.ErrAmbiguous) ||
			errors.Is(err, record.ErrID) {
			err = withHint(usage("--case: %v", err), dashHelp)
		}
		if err == nil {
			err = b.MayBeRead(ctx, id)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, string(id))
	}
	return out, nil
}

// days reads --from and --to. Both days count whole.
func (o searchOptions) days(zone *time.Location) (from, to time.Time, err error) {
	if o.from != "" {
		day, err := dayFlag("from", o.from)
		if err != nil {
			return from, to, err
		}
		from = day.At(zone)
	}
	if o.to != "" {
		day, err := dayFlag("to", o.to)
		if err != nil {
			return from, to, err
		}
		to = day.AddDays(1).At(zone)
	}
	if !to.IsZero() && !from.Before(to) {
		return from, to, usage("--to is before --from")
	}
	return from, to, nil
}

// soughtWords holds the words and the name to search for.
type soughtWords struct{ words, person string }

// query parses the words and the name.
func (s soughtWords) query(o searchOptions) (*search.Query, error) {
	parse := search.Parse
	switch {
	case o.regexp:
		parse = search.Regexp
	case o.substring:
		parse = search.Substring
	}
	q, err := &search.Query{}, error(nil)
	if s.words != "" {
		q, err = parse(s.words)
	}
	if err == nil && s.person != "" {
		q, err = q.Naming(s.person)
	}
	return q, err
}

// errSearchWords refuses words on the command line.
var errSearchWords = errors.New(
	"words in the command line stay in the shell's history, and others see them")

// askSought asks for the words, or reads them from stdin. It takes them from the command line if
// the policy allows that. It never repeats a word.
func askSought(app *App, b *casebook.Book, o searchOptions, args []string, narrow bool,
) (s soughtWords, err error) {
	allowed := b.Policy().Search.Arguments
	piped := len(args) == 1 && args[0] == "-"
	named := o.person != "" && o.person != "-"
	if (len(args) > 0 && !piped || named) && !allowed {
		return s, withHint(fmt.Errorf("%w%w", errSilent{errUsage}, errSearchWords),
			"casefile search asks for them, and casefile search - reads them from stdin; "+
				"--person - asks for a name (the first line of stdin); "+
				"a policy with search: {arguments: allow} allows it")
	}
	if named {
		s.person = o.person
	}
	asks := o.person == "-"
	switch {
	case len(args) > 0 && !piped:
		s.words = strings.Join(args, " ")
		if asks {
			s.person, err = app.Ask("Person: ")
		}
	case piped || !app.InTTY:
		err = s.read(app, asks)
	default:
		err = s.ask(app, o, asks)
	}
	switch s.words, s.person = strings.TrimSpace(s.words), strings.TrimSpace(s.person); {
	case err != nil:
	case asks && s.person == "":
		err = withHint(usage("there is no name"),
			"on stdin the name is the first line, and the words follow")
	case s.words == "" && s.person == "" && !narrow:
		err = withHint(usage("there are no words to search for"),
			"with --case, --kind, --by, --from or --person - there may be none; "+
				"casefile search --help")
	}
	return s, err
}

// read reads stdin. If a name is searched for, it is the first line.
func (s *soughtWords) read(app *App, asks bool) error {
	text, err := readText(app, "-", aQuestion)
	if err != nil {
		return err
	}
	s.words = string(text)
	if asks {
		s.person, s.words, _ = strings.Cut(s.words, "\n")
	}
	return nil
}

// ask asks at the terminal.
func (s *soughtWords) ask(app *App, o searchOptions, asks bool) (err error) {
	if asks {
		if s.person, err = app.Ask("Person: "); err != nil {
			return err
		}
	}
	prompt := "Search for: "
	switch {
	case o.regexp:
		prompt = "Regular expression: "
	case o.substring:
		prompt = "Piece of a line: "
	}
	s.words, err = app.Ask(prompt)
	return err
}
