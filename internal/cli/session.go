package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
)

// repo finds the repository: -C, CASEFILE_DIR, or here.
func (a *App) repo(ctx context.Context) (*store.Repo, error) {
	repo, err := store.Open(ctx, a.directory())
	info, statErr := os.Stat(a.directory())
	if file := statErr == nil && !info.IsDir(); !file && !errors.Is(err, store.ErrNotRepository) {
		return repo, err
	}
	// An old git answers some questions with nonsense instead of an error.
	if old := store.CheckGit(ctx); old != nil {
		return nil, old
	}
	return nil, fmt.Errorf("%wthere are no records in %s", errSilent{store.ErrNotRepository}, a.directory())
}

func (a *App) directory() string {
	if a.global.dir != "" {
		return a.global.dir
	}
	if dir := a.Getenv("CASEFILE_DIR"); dir != "" {
		return dir
	}
	return "."
}

// withBook opens the records, judged up to now, and runs one command on them.
// Notes that came up are said at the end, on stderr.
func (a *App) withBook(ctx context.Context, run func(*casebook.Book) error) error {
	return a.withBookAsItIs(ctx, func(b *casebook.Book) error {
		if a.global.asAt == "" {
			a.finishErasure(ctx, b)
			a.sayUnsent(ctx, b)
		}
		return run(b)
	})
}

// withBookAsItIs leaves an erasure that was interrupted where it stopped: who asks
// for a proof is told what is here.
func (a *App) withBookAsItIs(ctx context.Context, run func(*casebook.Book) error) error {
	repo, err := a.repo(ctx)
	if err != nil {
		return err
	}
	defer repo.Close()
	o, err := a.bookOptions()
	if err != nil {
		return err
	}
	b, err := casebook.Open(ctx, repo, o)
	if err != nil {
		return err
	}
	if err := a.lookBack(ctx, b); err != nil {
		return err
	}
	err = run(b)
	for _, note := range b.Notes {
		a.say("note: %s", oneLine(note))
	}
	return err
}

// bookOptions is how every command opens the records.
func (a *App) bookOptions() (casebook.Options, error) {
	clock, err := a.clock()
	return casebook.Options{
		Clock: clock, Trust: a.global.trust, Reserved: a.commandNames(), Builtin: a.kinds,
		Person: casebook.Person{Identity: a.secrets.identity, Signer: a.secrets.signer,
			Tell: func(words string) { a.say("note: %s", words) }},
	}, err
}

// withCase opens the records and resolves the case that a command is about.
func (a *App) withCase(ctx context.Context, typed string, run func(*casebook.Book, record.ID) error) error {
	return a.withBook(ctx, onCase(ctx, typed, run))
}

func onCase(ctx context.Context, typed string, run func(*casebook.Book, record.ID) error) func(*casebook.Book) error {
	return func(b *casebook.Book) error {
		id, err := b.FindCase(ctx, typed)
		if err != nil {
			return err
		}
		return run(b, id)
	}
}
