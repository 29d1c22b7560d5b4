package doctor

import (
	"slices"
	"strings"
	"testing"
	"time"
)

var day = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)

// lines makes a list of what one check gives.
func lines(l ...Line) []Line { return l }

// Every way in which each check can turn out, in the order of its own cases: how it stands,
// a word of what it says, and a word of what mends it.
func TestEachCheck(t *testing.T) {
	sep := "%"
	tests := []struct {
		got  []Line
		want []string // STATE%SAYS%MEND, one for each line
	}{
		{lines(CheckGit(Git{Version: "2.39.5"})), []string{"ok%2.39.5%"}},
		{lines(CheckGit(Git{Missing: true, Needed: "2.36", Err: "x"})),
			[]string{"fault%no git program%install git 2.36"}},
		{lines(CheckGit(Git{Version: "2.20", Old: true, Needed: "2.36"})),
			[]string{"fault%2.20 is too old%2.36"}},
		{lines(CheckGit(Git{Err: "bad signal"})), []string{"unknown%bad signal%git version"}},

		{CheckDisk(nil), nil},
		{CheckDisk([]Disk{{What: "a", Free: 1 << 40, Known: true}}), []string{"ok%room%"}},
		{CheckDisk([]Disk{{What: "a", Dir: "/d", Free: 5 << 20, Known: true}}),
			[]string{"fault%a have 5 MB left: /d%make room"}},
		{CheckDisk([]Disk{{What: "a", Free: 0}}), []string{"ok%room%"}},
		{CheckDisk([]Disk{{What: "a", Dir: "/d", ReadOnly: true}}),
			[]string{"note%not written: /d%"}},

		{lines(CheckClock(Clock{})), []string{"ok%newest commit%"}},
		{lines(CheckClock(Clock{Server: true})), []string{"ok%server has refused no time%"}},
		{lines(CheckClock(Clock{Fault: "too early", Behind: time.Hour})),
			[]string{"fault%too early%set the clock"}},
		{lines(CheckClock(Clock{Behind: time.Hour, Words: "is an hour behind"})),
			[]string{"fault%an hour behind%the right one"}},

		{CheckEditor(Editor{Command: "nano"}), []string{"ok%nano%"}},
		{CheckEditor(Editor{Err: "the terminal is dumb"}), []string{"fault%dumb%-F FILE"}},
		{CheckEditor(Editor{Command: "code", Says: []string{"warning: this editor keeps copies",
			"warning: it returns at once"}}),
			[]string{"fault%code: this editor keeps copies%", "fault%code: it returns%"}},

		{CheckSettings(nil), nil},
		{CheckSettings([]Setting{{"core.fsmonitor", "it starts a program"}}),
			[]string{"note%core.fsmonitor%--get-all 'core.fsmonitor'"}},

		{lines(CheckIdentity(Identity{OpensWith: "a passphrase"})), []string{"ok%a passphrase%"}},
		{lines(CheckIdentity(Identity{Missing: true, Folder: "/f", Err: "x"})),
			[]string{"fault%no age identity%goes to /f; where you never had one, casefile " +
				"identity new"}},
		{lines(CheckIdentity(Identity{File: "/i", Readable: true, Bare: true})),
			[]string{"fault%can read your identity: /i%chmod 600 /i"}},
		{lines(CheckIdentity(Identity{Unasked: true, Err: "a passphrase is needed"})),
			[]string{"unknown%a passphrase is needed%unlock"}},
		{lines(CheckIdentity(Identity{Err: "wrong passphrase"})),
			[]string{"fault%wrong passphrase%casefile identity"}},
		{lines(CheckIdentity(Identity{Skipped: true, Bare: true})), []string{"note%--no-key%"}},
		{lines(CheckIdentity(Identity{File: "/i", Bare: true})), []string{"note%/i%passwd"}},

		{lines(CheckSigning(Signing{})), []string{"ok%verifies%"}},
		{lines(CheckSigning(Signing{Missing: true, Err: "x"})),
			[]string{"fault%no signing key%identity new"}},
		{lines(CheckSigning(Signing{Unasked: true, Err: "no terminal"})),
			[]string{"unknown%no terminal%ssh-add"}},
		{lines(CheckSigning(Signing{Wrong: true, Key: "ssh-rsa", Err: "x"})),
			[]string{"fault%ssh-rsa signs does not verify%ssh-keygen"}},
		{lines(CheckSigning(Signing{Err: "damaged"})), []string{"fault%damaged%ssh-add -l"}},
		{lines(CheckSigning(Signing{Skipped: true, Key: "ssh-rsa"})),
			[]string{"note%--no-key%"}},
		{lines(CheckSigning(Signing{Hardware: true, Key: "sk-ssh"})), []string{"note%touch%"}},

		{lines(CheckAgent(Agent{})), []string{"ok%nothing is unlocked%"}},
		{lines(CheckAgent(Agent{Until: day})), []string{"ok%12:00 UTC%"}},
		{lines(CheckAgent(Agent{Foreign: "not private"})), []string{"fault%not private%remove it"}},

		{CheckPlugin(Plugin{}), nil},
		{CheckPlugin(Plugin{Program: "age-plugin-x", Found: true}), []string{"ok%age-plugin-x%"}},
		{CheckPlugin(Plugin{Program: "age-plugin-x"}), []string{"fault%not on PATH%install"}},

		{CheckBackup(Backup{}), nil},
		{CheckBackup(Backup{Has: true, Now: day}), []string{"fault%no backup%--backed-up"}},
		{CheckBackup(Backup{Has: true, Err: "no right"}), []string{"unknown%no right%"}},
		{CheckBackup(Backup{Has: true, At: day, Other: true, Now: day}),
			[]string{"fault%of other keys%--backed-up"}},
		{CheckBackup(Backup{Has: true, At: day.AddDate(-1, 0, 0), Now: day}),
			[]string{"ok%2025-03-06%"}},
		{CheckBackup(Backup{Has: true, At: day.AddDate(-1, 0, -3), Now: day}),
			[]string{"fault%over a year ago%still there"}},

		{lines(CheckMember(Member{ID: "asha"})), []string{"ok%asha%"}},
		{lines(CheckMember(Member{NoKey: true})), []string{"unknown%no signing key%"}},
		{lines(CheckMember(Member{})), []string{"fault%nobody%identity card"}},
		{lines(CheckMember(Member{ID: "asha", Left: day})),
			[]string{"fault%asha left on 2026-03-06%casefile team"}},
		{lines(CheckMember(Member{ID: "asha", KeyEnded: true})), []string{"fault%no more%card"}},
		{lines(CheckMember(Member{ID: "asha", OtherRecipient: true})),
			[]string{"fault%another identity%rekey"}},

		{lines(CheckPlace(Place{Dir: "/r"})), []string{"ok%/r%"}},
		{lines(CheckPlace(Place{Dir: "/r", Server: true})), []string{"ok%server%"}},
		{lines(CheckPlace(Place{Dir: "/r", Server: true, Backup: true})), []string{"ok%a backup%"}},
		{lines(CheckPlace(Place{Dir: "/r", Server: true, Backup: true, Empty: true})),
			[]string{"fault%was begun%casefile backup"}},
		{lines(CheckPlace(Place{Dir: "/r", None: true})), []string{"note%in this folder%-C DIR"}},
		{lines(CheckPlace(Place{Dir: "/r", None: true, Named: true})),
			[]string{"fault%none in /r%-C DIR"}},
		{lines(CheckPlace(Place{Dir: "/r", Err: "bad config line 1", Mend: "put it right"})),
			[]string{"fault%bad config line 1%put it right"}},
		{lines(CheckPlace(Place{Dir: "/r", Empty: true})), []string{"fault%no records%init"}},
		{lines(CheckPlace(Place{Dir: "/r", Empty: true, Server: true})),
			[]string{"note%waits for the records%casefile sync"}},

		{CheckHistory(History{Empty: true}), nil},
		{CheckHistory(History{Tip: "0123456789abcdef"}), []string{"ok%0123456789ab%"}},
		{CheckHistory(History{Err: "damaged"}), []string{"unknown%damaged%verify"}},
		{CheckHistory(History{Accident: "an unsigned commit"}),
			[]string{"fault%an unsigned commit%doctor --fix"}},
		{CheckHistory(History{Faults: []string{"[role] x", "[docket] y"}}),
			[]string{"fault%[role] x%senior manager"}},
		{CheckHistory(History{Err: "there is no such object", Mend: "casefile restore copy"}),
			[]string{"unknown%no such object%casefile restore copy"}},
		{[]Line{CheckParts(Parts{})}, []string{"ok%all that main holds%"}},
		{[]Line{CheckParts(Parts{Damaged: []string{"a: gone"}, Backup: true})},
			[]string{"fault%a: gone%casefile backup NEWFOLDER"}},
		{CheckServerMark("is damaged"), []string{"fault%is damaged%hook install"}},
		{CheckServerMark(""), nil},
		{[]Line{CheckParts(Parts{Damaged: []string{"a: gone"}, Server: true})},
			[]string{"fault%a: gone%casefile restore server NEWFOLDER%"}},
		{[]Line{CheckParts(Parts{Err: "no disk"})}, []string{"unknown%no disk%casefile verify"}},
		{[]Line{CheckParts(Parts{Damaged: []string{"team.yaml: missing in this copy"}})},
			[]string{"fault%team.yaml: missing in this copy%casefile restore copy"}},
		{[]Line{CheckParts(Parts{Damaged: []string{"a: gone", "b: gone", "c: gone"}})},
			[]string{"fault%a: gone; and 2 more%casefile verify"}},
		{CheckHistory(History{Tip: "0", Unpinned: true}), []string{"fault%introduction%--trust"}},

		{CheckTree(Tree{None: true}), nil},
		{CheckTree(Tree{Head: "main"}), []string{"ok%main%"}},
		{CheckTree(Tree{Err: "bad index"}), []string{"unknown%bad index%--fix"}},
		{CheckTree(Tree{NoHead: true}), []string{"fault%HEAD is damaged%--fix"}},
		{CheckTree(Tree{Detached: true}), []string{"fault%no branch%--fix"}},
		{CheckTree(Tree{Head: "backup", Behind: true, Locked: "/l"}),
			[]string{"fault%branch backup%--fix", "fault%/l%--fix", "fault%older commit%--fix"}},
		{CheckTree(Tree{Head: "main", Locked: "/l", Fresh: true, Midway: "cherry-pick"}),
			[]string{"fault%in the middle of git cherry-pick%git cherry-pick --quit",
				"fault%at work%half a minute"}},
		{CheckTree(Tree{Head: "main", Changed: []string{"a"},
			Missing: []string{"b", "c", "d", "e"}}),
			[]string{"fault%1 file differs from main: a%--fix",
				"fault%4 files are missing: b, c, d and 1 more%--fix"}},

		{lines(CheckCaches(Caches{})), []string{"ok%judged%"}},
		{lines(CheckCaches(Caches{Unwritable: true})), []string{"note%can't be written%"}},
		{lines(CheckCaches(Caches{Behind: true})), []string{"note%older%"}},

		{CheckRemote(Remote{Bare: true}), nil},
		{CheckRemote(Remote{}), []string{"note%no other copy%git remote add"}},
		{CheckRemote(Remote{URL: "u"}), []string{"ok%u answers%"}},
		{CheckRemote(Remote{URL: "u", NotAsked: true}), []string{"note%not asked%"}},
		{CheckRemote(Remote{URL: "u", Err: "timeout"}), []string{"fault%timeout%ls-remote"}},
		{CheckRemote(Remote{URL: "u", Err: "gone", Mend: "restore server"}),
			[]string{"fault%gone%restore server"}},
		{CheckRemote(Remote{URL: "u", Backup: true, Mend: "set-url", SetBack: "rejoin"}),
			[]string{"fault%a backup, not the server%set-url"}},
		{CheckRemote(Remote{URL: "u", SetBack: "sync --rejoin", News: true}),
			[]string{"fault%lacks commits%sync --rejoin"}},
		{CheckRemote(Remote{URL: "u", SetBack: "restore server u", Empty: true}),
			[]string{"fault%lacks commits%restore server u"}},
		{CheckRemote(Remote{URL: "u", Empty: true}), []string{"note%empty%sync"}},
		{CheckRemote(Remote{URL: "u", News: true}), []string{"note%this copy lacks%sync"}},

		{CheckHooks(nil, nil), nil},
		{CheckHooks([]Hook{{Name: "pre-receive"}}, nil), []string{"ok%judged%"}},
		{CheckHooks([]Hook{{Name: "pre-receive", Missing: true}}, nil),
			[]string{"fault%no pre-receive%hook install"}},
		{CheckHooks([]Hook{{Name: "pre-receive", Other: true}}, nil),
			[]string{"fault%not casefile's%--force"}},
		{CheckHooks([]Hook{{Name: "pre-receive", Program: "/p", Gone: true}}, []string{"k"}),
			[]string{"fault%/p, which is not there%hook install", "fault%setting k%hook install"}},

		{CheckCases(Cases{}), []string{"ok%none yet%"}},
		{CheckCases(Cases{All: 3}), []string{"ok%none of 3 cases%"}},
		{CheckCases(Cases{All: 3, Mine: 2, Opened: 2}),
			[]string{"ok%2 cases of yours%", "note%others%doctor"}},
		{CheckCases(Cases{NoKeys: true}), []string{"fault%plain git clone%sync"}},
		{CheckCases(Cases{Skipped: "--no-key says so"}), []string{"note%--no-key%"}},
		{CheckCases(Cases{Skipped: "no terminal", Unasked: true}),
			[]string{"unknown%no terminal%identity"}},
		{CheckCases(Cases{All: 2, Mine: 2, Opened: 1,
			Failed: []Failed{{"K3F9-27QM", "no key", false}}}),
			[]string{"fault%K3F9-27QM does not open: no key%readers K3F9-27QM grant",
				"note%others%doctor"}},

		{CheckCases(Cases{All: 2, Mine: 2, Failed: []Failed{{"K3F9-27QM", "epoch 1", true}}}),
			[]string{"fault%epoch 1%rekey --withdraw K3F9-27QM", "note%others%doctor"}},

		{CheckReaders(Readers{All: 1}), []string{"ok%each case%", "ok%recovery key%"}},
		{CheckReaders(Readers{All: 1, NoWay: true}),
			[]string{"ok%each case%", "note%no recovery key%--roles recovery"}},
		{CheckReaders(Readers{All: 4, Alone: []string{"A"}, Amiss: []Amiss{
			{Says: "recovery-2 is new", Mend: "team confirm recovery-2", Recovery: true},
			{Case: "B", Says: "its key worker left", Mend: "casefile assign B MEMBER"}}}),
			[]string{"fault%B: its key worker left%assign B",
				"fault%1 case opens for one person alone: A%readers A grant",
				"fault%recovery-2 is new%confirm recovery-2"}},

		{CheckRevived(nil, "casefile dispose K3F9-27QM"), nil},
		{CheckRevived([]string{"K3F9-27QM was destroyed"}, "casefile dispose K3F9-27QM"),
			[]string{"fault%was destroyed%casefile dispose K3F9-27QM"}},
		{CheckKeptDamaged(nil), nil},
		{CheckKeptDamaged([]string{"/r.damaged-1"}),
			[]string{"note%/r.damaged-1 is kept%rm -r '/r.damaged-1'"}},

		{CheckLeft(Left{}), nil},
		{CheckLeft(Left{Unpushed: 1, Conflicts: 2, Waiting: 1, Stray: 1, Drafts: 3, Undo: 1}),
			[]string{"note%1 commit that%sync", "note%2 operations%draft", "note%waits%sync",
				"note%stray%update-ref -d", "note%3 drafts%draft", "note%waits for its day%"}},
		{CheckLeft(Left{Spoiled: 1}), []string{"note%counts for nothing%nothing"}},
		{CheckLeft(Left{PendingPurges: 2}),
			[]string{"fault%copies of them remain%remove what the note names"}},
		{CheckLeft(Left{Indexes: []string{"asha", "mina"}}),
			[]string{"fault%in the index of asha, mina%casefile list"}},
		{CheckLeft(Left{UndoStrays: []string{"undo/old"}}),
			[]string{"fault%1 thing lies%remove it"}},
		{CheckLeft(Left{UndoLate: 1, Outbox: 2, Unlooked: 1}),
			[]string{"fault%nobody has looked%sync",
				"fault%past its day%--fix", "fault%2 texts of yours%--fix"}},
	}
	for _, tt := range tests {
		if len(tt.got) != len(tt.want) {
			t.Errorf("%d lines for %q: %v", len(tt.got), tt.want, tt.got)
			continue
		}
		for i, l := range tt.got {
			w := strings.Split(tt.want[i], sep)
			if string(l.State) != w[0] || !strings.Contains(l.Says, w[1]) ||
				!strings.Contains(l.Mend, w[2]) || l.Check == "" {
				t.Errorf("%q gives %+v", tt.want[i], l)
			}
			if l.State == Fault && l.Mend == "" {
				t.Errorf("nothing mends %+v", l)
			}
		}
	}
}

// A long list of cases that do not open is cut, and says so.
func TestManyFailedCases(t *testing.T) {
	c := Cases{All: 15, Mine: 15}
	for range 15 {
		c.Failed = append(c.Failed, Failed{"K3F9-27QM", "no key", false})
	}
	got := CheckCases(c)
	if len(got) != 12 || !strings.Contains(got[10].Says, "5 more cases do not open") {
		t.Errorf("%d lines, the last %+v", len(got), got[len(got)-1])
	}
}

// So is a long list of cases that too few read.
func TestManyAmiss(t *testing.T) {
	var r Readers
	for range 15 {
		r.Amiss = append(r.Amiss, Amiss{Case: "K3F9-27QM", Says: "x", Mend: "y"})
	}
	got := CheckReaders(r)
	if len(got) != 11 || !strings.Contains(got[10].Says, "5 more are like these") {
		t.Errorf("%d lines, the last %+v", len(got), got[len(got)-1])
	}
}

// What could not be looked at counts as a finding; what is merely worth knowing does not.
func TestFindings(t *testing.T) {
	all := []Line{{State: Well}, {State: Note}, {State: Unknown}, {State: Fault}, {State: Well}}
	if n := Findings(all); n != 2 {
		t.Errorf("%d findings", n)
	}
	if n := Findings(slices.Concat(all[:2], all[4:])); n != 0 {
		t.Errorf("%d findings among what is well", n)
	}
}
