package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/disclose"
	"casefile/internal/exchange"
	"casefile/internal/keyring"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/remote"
	"casefile/internal/report"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/term"
	"casefile/internal/verify"
)

// The exit codes are never renumbered.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNoRecords   = 10
	exitLocked      = 11
	exitNoKey       = 12
	exitGitRefuses  = 13
	exitFindings    = 20
	exitFault       = 21
	exitDenied      = 22
	exitConflict    = 23
	exitNotFound    = 24
	exitDue         = 25
	exitInterrupted = 130
)

var exitCodes = []struct {
	code  int
	means string
}{
	{exitOK, "all is well"},
	{exitFailed, "failed; the message says why, and nothing was changed, unless it says recorded"},
	{exitUsage, "the command line is wrong"},
	{exitNoRecords, "no records repository here"},
	{exitLocked, "locked by another process"},
	{exitNoKey, "no key, no identity, or a wrong passphrase"},
	{exitGitRefuses, "git does not open the repository: its owner, its configuration, a right, " +
		"damage"},
	{exitFindings, "there are findings"},
	{exitFault, "the history breaks a rule, or this copy is damaged"},
	{exitDenied, "your role does not allow it"},
	{exitConflict, "something stands against it: others' work, texts recorded apart, a case to " +
		"be kept, a wrong clock"},
	{exitNotFound, "there is no such case, entry, member or kind, or more than one; a search " +
		"found nothing"},
	{exitDue, "something is due"},
	{exitInterrupted, "interrupted"},
}

// These errors come from the command line itself.
var (
	errUsage    = errors.New("usage")
	errFindings = casebook.ErrFindings
	errDue      = errors.New("something is due") // stdout says it, without a line of its own
	errNothing  = errors.New("nothing was written")
	errNotYet   = errors.New("not recorded") // somebody looked at the answers and said no
	errConflict = casebook.ErrConflict
)

// usage returns an error in the command line.
func usage(format string, args ...any) error {
	return withHint(fmt.Errorf("%w%s", errSilent{errUsage}, fmt.Sprintf(format, args...)),
		usageHelp)
}

// amendDeniedHelp is the hint for somebody who may not amend another's entry. What they know can
// still be recorded.
const amendDeniedHelp = "casefile concern CASE records what you know, as a concern of your own, " +
	"without links.amends"

// leftHelp is the hint for a member who left. A new card does not bring them back.
const leftHelp = "what you had not sent, a manager takes over from this folder: casefile adopt " +
	"COPY; " +
	"to come back, make a new identity, with an ID and an address that nobody had"

// trustFileHelp is the hint where the trust file is damaged or exchanged. Colleagues know the right
// introduction.
const trustFileHelp = "nothing was read or changed; casefile --trust INTRO@TIP list writes the " +
	"file again, with what casefile version shows in a colleague's copy, or what was pinned here " +
	"by this message"

// unwritable reports whether files can't be written: on a read-only disk, in a folder without the
// right, or on a full disk.
func unwritable(err error) bool {
	return errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) || term.DiskFull(err)
}

// newIdentityHelp is the hint where a person has no keys. noKeysHelp replaces it once the place of
// their keys is known.
const newIdentityHelp = "casefile identity new makes one"

// keylessHelp is the hint where the keys of cases are not in this copy yet, as after a plain git
// clone.
const keylessHelp = "casefile sync brings them"

// lostObjectsHelp is the hint where objects of the repository are missing. Stock git does not fetch
// what it believes to have.
const lostObjectsHelp = "casefile restore copy replaces this copy, and keeps what you had not " +
	"sent; " +
	"casefile draft shows your texts meanwhile"

// brokenFolderHelp is the hint where git can't open what is there.
const brokenFolderHelp = "casefile restore copy makes a new copy"

// damagedBackupHelp is the hint where a backup is damaged. Nobody works in a backup, so a new one
// replaces it.
const damagedBackupHelp = "casefile backup NEWFOLDER, in a copy, makes a new one; then delete " +
	"this one"

// lacksHelp is the hint where the records lack the commit of a TIP. Most often the server was
// restored from a backup; otherwise somebody serves other records.
const lacksHelp = "nothing was read or changed; where they came back older, as from a backup, " +
	"in a copy that has that commit: casefile restore server FOLDER; else ask the agency's " +
	"senior manager before you go on"

// damagedServerHelp is the hint where a server is damaged. The copies have what it had.
const damagedServerHelp = "the keeper of the server, in a sound copy or a backup: casefile " +
	"restore server NEWFOLDER"

// largeFileHelp is the hint where an answer is made in memory and a file is too large for that.
const largeFileHelp = "casefile show ENTRY --save FILE hands the file out by itself, " +
	"casefile export CASE --format md the whole case"

// toBackupHelp is the hint in a copy that would send to a backup.
const toBackupHelp = "git remote set-url origin SERVER names the server; what is recorded here " +
	"is kept, and the next casefile sync sends it there"

// silentHelp is the hint where a server took a connection and then said nothing.
const silentHelp = "nothing that is recorded here is lost, and the next casefile sync sends what " +
	"is unsent; git ls-remote asks the server by itself"

// noneThereHelp is the hint where the folder of a remote does not exist.
const noneThereHelp = "see that the address is right, and that its disk is there; where the " +
	"server is lost for good, in the copy that synced last: casefile restore server FOLDER"

// nothingLostHelp is the hint for a senior whose copy never had the commits that others miss.
const nothingLostHelp = "casefile sync; where a colleague's is refused, that names what is lost " +
	"to them: casefile sync --rejoin --lost COMMIT"

// usageHelp is the hint for a wrong command line until its command is known.
const usageHelp = "casefile help"

// helpFor makes the hint for a wrong command line name the help of its command.
func helpFor(ran *cobra.Command, err error) {
	if own, ok := errors.AsType[*hinted](err); ok && own.hint == usageHelp && ran.HasParent() {
		own.hint = ran.CommandPath() + " --help"
	}
}

// idHelpFor adds to an error about a wrong ID how to find the right one, unless the error has a
// hint.
func idHelpFor(ran *cobra.Command, err error) error {
	_, has := errors.AsType[*hinted](err)
	switch {
	case has || !errors.Is(err, record.ErrID):
		return err
	case ran.Annotations[byName] != "":
		return withHint(err, dashHelp)
	case strings.Contains(ran.Use, "ENTRY"):
		return withHint(err, entryHelp)
	}
	return err
}

// entryHelp is the hint where an entry must be named. Entries have no names, only IDs.
const entryHelp = "casefile chronology CASE --all shows the entries of a case, with their IDs"

// errSilent wraps a sentinel for errors.Is without adding words.
type errSilent struct{ error }

func (errSilent) Error() string   { return "" }
func (e errSilent) Unwrap() error { return e.error }

// hinted is an error with a hint.
type hinted struct {
	error
	hint string
	kept bool // the hint says where a text is kept; no other hint may hide it
}

func (h *hinted) Unwrap() error { return h.error }

func withHint(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &hinted{error: err, hint: fmt.Sprintf(format, args...)}
}

// keptHint returns err with a hint that says where a text is kept.
func keptHint(err error, hint string) error { return &hinted{err, hint, true} }

// outcomes is the one table from domain errors to exit codes and hints. The first row that fits
// counts.
var outcomes = []struct {
	is   error
	code int
	hint string
}{
	{term.ErrInterrupted, exitInterrupted, ""},
	{context.Canceled, exitInterrupted, ""},
	{errUsage, exitUsage, "casefile help"},
	{verify.ErrNewer, exitFailed, "install a newer casefile"},
	{verify.ErrOlder, exitFailed,
		"read them with the casefile that made them; new records begin with casefile init"},
	{report.ErrKind, exitUsage, "casefile report --help"},
	{report.ErrFormat, exitUsage, "casefile report --help"},
	{errFindings, exitFindings, ""},
	{exchange.ErrMapping, exitUsage, "casefile import csv --help"},
	{exchange.ErrTable, exitFindings, "casefile import csv --help"},
	{exchange.ErrExport, exitFindings, "nothing was recorded; ask for the export again"},
	{errDue, exitDue, ""},
	{record.ErrNoWords, exitFindings, "write what worries you; one sentence is enough"},
	{store.ErrDamagedThere, exitFailed, damagedServerHelp},
	{store.ErrDisk, exitFailed, "the kernel's log (dmesg) says more of the disk; copy what is on " +
		"it before you go on"},
	{store.ErrManyFiles, exitFailed, "end programs that you do not need, or raise the limit " +
		"(ulimit -n), then run the command again"},
	{store.ErrNoMemory, exitFailed, "end programs that you do not need, or raise the limits " +
		"(ulimit -a shows them), then run the command again"},
	{store.ErrReplaced, exitFailed, "wait until git is installed, then run the command again"},
	{store.ErrKilled, exitFailed, "where nobody did, the machine may be short of memory: the " +
		"kernel's log (dmesg) says so; then run the command again"},
	{store.ErrGitBroken, exitFailed, "install git again; git version must answer"},
	{store.ErrMoment, exitFailed, "run the command again; where that happens often, the " +
		"kernel's log (dmesg) says more of the disk"},
	{store.ErrNoGit, exitFailed, "install git 2.36 or newer, and see that it is on PATH"},
	{store.ErrOldGit, exitFailed, "install git 2.36 or newer"},
	{store.ErrOwner, exitGitRefuses, "whose folder it is, ls -ld shows; casefile clone makes a " +
		"copy of your own"},
	{store.ErrConfiguration, exitGitRefuses, "mend the file that git names, or have its owner " +
		"give you the right to read it"},
	{store.ErrExtension, exitGitRefuses, "install a newer git; git version shows which one this " +
		"is"},
	{store.ErrBareUnnamed, exitGitRefuses, "git config --global safe.bareRepository all"},
	{store.ErrNoRight, exitGitRefuses, "ask the owner of the folder for the right to read it; ls " +
		"-ld shows who that is"},
	{store.ErrNoWrite, exitGitRefuses, "the owner of the folder or the stick can give the right; " +
		"casefile clone makes a copy of your own"},
	{store.ErrBrokenFolder, exitGitRefuses, brokenFolderHelp},
	{store.ErrOwnRemote, exitGitRefuses, "git remote set-url origin URL names the one that you " +
		"mean"},
	{store.ErrNotRepository, exitNoRecords, "go to the records' folder, name it with -C DIR, or " +
		"begin one with casefile init"},
	{ledger.ErrNoRecords, exitNoRecords, "go to the records' folder, name it with -C DIR, or " +
		"begin one with casefile init"},
	{ledger.ErrUntrusted, exitFault, "ask a colleague for the introduction (casefile version " +
		"shows it) and give it with --trust INTRO@TIP"},
	{exchange.ErrUnvouched, exitFault, ""},
	{ledger.ErrTrustFile, exitFault, trustFileHelp},
	{ledger.ErrAccident, exitFault, accidentHelp},
	{ledger.ErrLacks, exitFault, lacksHelp},
	{ledger.ErrFault, exitFault, "nothing was read or changed; ask the agency's senior manager " +
		"before you go on"},
	{team.ErrCard, exitFindings, "ask for a new card: casefile identity card"},
	{casebook.ErrHandOverList, exitUsage, usageHelp},
	{casebook.ErrClock, exitConflict, "set the clock right (date shows it; GIT_COMMITTER_DATE " +
		"stands above it), then do it again"},
	{casebook.ErrLeft, exitDenied, leftHelp},
	{casebook.ErrNotMember, exitDenied, "send a senior manager your card: casefile identity card"},
	{casebook.ErrAmendDenied, exitDenied, amendDeniedHelp},
	{casebook.ErrDenied, exitDenied, "casefile team shows the roles; casefile CASE shows a " +
		"case's " +
		"key worker"},
	{keyring.ErrPassphraseUnasked, exitNoKey, "give the identity with CASEFILE_IDENTITY_CMD, or " +
		"leave --no-input out"},
	{seal.ErrPassphrase, exitNoKey, "try again"},
	{keyring.ErrTouchUnasked, exitNoKey, "casefile unlock, before; or leave --no-input out"},
	{seal.ErrPlugin, exitNoKey, "see that its program is on PATH and its token plugged in; " +
		"casefile identity shows what protects your identity"},
	{store.ErrBadPassphrase, exitNoKey, "try again"},
	{casebook.ErrDestructionUnpushed, exitNoKey, unsentHelp},
	{casebook.ErrKeyDestroyed, exitNoKey, "casefile report register shows who destroyed what"},
	{casebook.ErrNoKey, exitNoKey, "ask the case's key worker or a manager for access"},
	{casebook.ErrKeysMissing, exitNoKey, keylessHelp},
	{seal.ErrNotIdentity, exitNoKey, "casefile identity new makes one"},
	{keyring.ErrOtherIdentity, exitNoKey, "where casefile identity rotate was cut off, give it " +
		"again; else put back the identity that casefile identity shows, or its recipient in " +
		"config.yaml; other identities are " +
		"named with each command"},
	{casebook.ErrDraftKey, exitNoKey, "a draft opens with the identity of when it was kept: " +
		"--identity FILE"},
	{casebook.ErrOtherKey, exitNoKey, "after a change of your identity: casefile rekey " +
		"--old-identity FILE"},
	{seal.ErrNoMatch, exitNoKey, "the file is sealed to another key"},
	{keyring.ErrNoSigningKey, exitNoKey, newIdentityHelp},
	{store.ErrNoKey, exitNoKey, "casefile identity shows what is set up; ssh-add -l what the " +
		"agent has"},
	{keyring.ErrExists, exitFailed, "casefile identity shows it; move the folder away to begin " +
		"again"},
	{keyring.ErrNoIdentity, exitNoKey, newIdentityHelp},
	{term.ErrNoTerminal, exitNoKey, "run the command at a terminal, or give the identity with " +
		"CASEFILE_IDENTITY_CMD"},
	{record.ErrSchema, exitFailed, "casefile policy schema --remove KIND takes a broken schema " +
		"of the agency's away"},
	{remote.ErrToBackup, exitConflict, toBackupHelp},
	{casebook.ErrBackup, exitConflict,
		"record in a copy of your own: casefile clone makes one, of the server or of this folder"},
	{casebook.ErrDraftTaken, exitConflict, "casefile draft lists what is kept"},
	{casebook.ErrNoMain, exitFailed, "casefile restore copy brings records back that were there; " +
		"where an init was cut off there are none: move the folder away, and run the command " +
		"again"},
	{casebook.ErrRetained, exitConflict, "casefile retention explain CASE says why"},
	{casebook.ErrPolicySo, exitFailed, "casefile policy shows it"},
	{team.ErrNothing, exitFailed, "casefile team shows it"},
	{casebook.ErrState, exitFailed, "casefile CASE shows how the case stands"},
	{casebook.ErrNotFound, exitNotFound, "casefile list shows the cases"},
	{casebook.ErrAmbiguous, exitNotFound, "type more symbols of the ID"},
	{record.ErrID, exitNotFound, "casefile list shows the cases"},
	{verify.ErrAbsent, exitFault, lostObjectsHelp},
	{store.ErrNotFound, exitFault, lostObjectsHelp},
	{store.ErrDamaged, exitFault, lostObjectsHelp},
	{store.ErrIntent, exitFault, ledger.MendIntent},
	{store.ErrUnread, exitFault, lostObjectsHelp},
	{casebook.ErrLargeFile, exitFindings, largeFileHelp},
	{store.ErrTooLarge, exitFault, "no more of it was read; it was made to do harm: ask where " +
		"these records come from"},
	{store.ErrNoRoom, exitFailed, "nothing of it was kept; make room on the disk; if far more " +
		"came than these records can have, ask the keeper of the server"},
	{store.ErrRaced, exitLocked, "try again in a moment"},
	{errNotInTime, exitFailed, "casefile doctor says what is slow or in the way"},
	{store.ErrLocked, exitLocked, "wait until that process ends, or end it; the next command " +
		"drops a lock that no process holds; " +
		"on a server, whoever keeps it looks there"},
	{record.ErrDocket, exitFault, "a docket is only ever written by casefile; git log shows who " +
		"changed it"},
	{exchange.ErrNewerPack, exitFailed, "install a newer casefile"},
	{exchange.ErrPack, exitFault, "do not rely on it; ask the agency for the pack again"},
	{disclose.ErrWithhold, exitFindings, "casefile amend ENTRY"},
	{exchange.ErrIncomplete, exitFault, "casefile verify says more"},
	{errConflict, exitConflict, ""},
	{store.ErrBehind, exitConflict, "try again in a moment"},
	{remote.ErrServerClock, exitConflict, "the keeper of the server sets its clock right; what " +
		"was recorded is kept here, and casefile sync sends it then"},
	{store.ErrRefused, exitFault, "nothing was changed on the server; casefile verify says " +
		"whether this copy is sound"},
	{store.ErrSilent, exitFailed, silentHelp},
	{store.ErrNoneThere, exitFailed, noneThereHelp},
	{store.ErrUnreached, exitFailed, silentHelp},
	{remote.ErrNoRemote, exitFailed, "git remote add origin URL names one; casefile clone makes " +
		"a copy that has one"},
	{remote.ErrOccupied, exitFailed, "name a new folder, or an empty one"},
	{remote.ErrHasAll, exitConflict, "casefile sync"},
	{remote.ErrSoundCopy, exitConflict, "casefile doctor"},
	{remote.ErrForgotServer, exitConflict, "git remote add origin URL"},
	{remote.ErrInTheWay, exitConflict, "move it away"},
	{remote.ErrNothingLost, exitConflict, nothingLostHelp},
	{remote.ErrEmpty, exitFailed, "send the records there first: git remote add origin URL, then " +
		"casefile sync"},
	{keyring.ErrForeignAgent, exitNoKey, "only you may own and use it (folders 0700, the socket " +
		"0600); find out who made it, then remove it, and casefile asks as before"},
	{keyring.ErrNoRuntimeDir, exitFailed, "set XDG_RUNTIME_DIR to a folder of your own with mode " +
		"0700; at a login it is /run/user/UID"},
	{term.ErrEditor, exitFailed, "set CASEFILE_EDITOR, or give the text with -F FILE"},
}
