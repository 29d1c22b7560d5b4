package cli

import (
	"maps"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/record"
	"casefile/internal/verify"
)

// table returns the list of all commands by name. Help shows each group in the order of the names.
// A command is made only if needed: making all of them took a tenth of the time of a short command.
func table() map[string]func(*App) *cobra.Command {
	all := setupCommands()
	for _, list := range []map[string]func(*App) *cobra.Command{dailyCommands(), lookCommands(),
		manageCommands(), keepCommands()} {
		maps.Copy(all, list)
	}
	return all
}

func dailyCommands() map[string]func(*App) *cobra.Command {
	return map[string]func(*App) *cobra.Command{
		"open":       newOpenCommand,
		"concern":    newConcernCommand,
		"confirm":    newConfirmCommand,
		"reply":      newReplyCommand,
		"escalation": newEscalationCommand,
		"add":        newAddCommand,
		"amend":      newAmendCommand,
		"attach":     newAttachCommand,
		"draft":      newDraftCommand,
		"inbox":      newInboxCommand,
		"sync":       newSyncCommand,
	}
}

func lookCommands() map[string]func(*App) *cobra.Command {
	return map[string]func(*App) *cobra.Command{
		"list":       newListCommand,
		"search":     newSearchCommand,
		"show":       newShowCommand,
		"chronology": newChronologyCommand,
		"plan":       newPlanCommand,
		"due":        newDueCommand,
		"report":     newReportCommand,
		"validate":   newValidateCommand,
		"verify":     newVerifyCommand,
		"doctor":     newDoctorCommand,
		"textconv":   newTextconvCommand,
	}
}

func manageCommands() map[string]func(*App) *cobra.Command {
	return map[string]func(*App) *cobra.Command{
		"endorse":  newEndorseCommand,
		"triage":   newTriageCommand,
		"accept":   newAcceptCommand,
		"adopt":    newAdoptCommand,
		"close":    newCloseCommand,
		"reopen":   newReopenCommand,
		"readers":  newReadersCommand,
		"handover": newHandoverCommand,
		"assign":   newAssignCommand,
		"cover":    newCoverCommand,
		"rekey":    newRekeyCommand,
	}
}

func keepCommands() map[string]func(*App) *cobra.Command {
	return map[string]func(*App) *cobra.Command{
		"retention": newRetentionCommand,
		"retain":    newRetainCommand,
		"dispose":   newDisposeCommand,
		"erase":     newEraseCommand,
		"move":      newMoveCommand,
		"hold":      newHoldCommand,
		"release":   newReleaseCommand,
		"sar":       newSarCommand,
		"export":    newExportCommand,
		"import":    newImportCommand,
		"link":      newLinkCommand,
		"transfer":  newTransferCommand,
		"receive":   newReceiveCommand,
	}
}

func setupCommands() map[string]func(*App) *cobra.Command {
	return map[string]func(*App) *cobra.Command{
		"init":       newInitCommand,
		"clone":      newCloneCommand,
		"backup":     newBackupCommand,
		"maintain":   newMaintainCommand,
		"restore":    newRestoreCommand,
		"identity":   newIdentityCommand,
		"unlock":     newUnlockCommand,
		"lock":       newLockCommand,
		"team":       newTeamCommand,
		"policy":     newPolicyCommand,
		"hook":       newHookCommand,
		"kinds":      newKindsCommand,
		"manual":     newManualCommand,
		"rules":      newRulesCommand,
		"completion": newCompletionCommand,
		"version":    newVersionCommand,
		"exit-codes": func(*App) *cobra.Command { return newExitCodesCommand() },
	}
}

// commands makes the command that a command line begins with, or all commands.
func commands(app *App, args []string) []*cobra.Command {
	kinds := kindsFor(app)
	if len(args) > 0 {
		if made := commandOf(app, kinds, args[0]); made != nil {
			return []*cobra.Command{made}
		}
	}
	var out []*cobra.Command
	for _, made := range table() {
		out = append(out, made(app))
	}
	return append(out, kindCommands(app, kinds, args)...)
}

// commandOf makes the command of a name, which may be that of a kind. It returns nil for an unknown
// name.
func commandOf(app *App, kinds *record.Kinds, name string) *cobra.Command {
	if made := table()[name]; made != nil {
		return made(app)
	}
	return kindCommand(app, kinds, name)
}

// commandNames returns the names that no kind of an agency can have: names that the format
// reserves, and names of commands.
func commandNames() []string {
	return append(verify.ReservedKinds(), slices.Sorted(maps.Keys(table()))...)
}
