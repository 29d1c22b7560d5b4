package cli

import "github.com/spf13/cobra"

func newCompletionCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "completion SHELL", Short: "Print completions for bash, zsh, fish or powershell",
		Example: `  # for fish; the lines for bash and zsh are above
  casefile completion fish > casefile.fish`,
		GroupID: "setup",
		Long: `Print what a shell needs to complete commands, flags and cases at the Tab key. Put it
where your shell looks for it:

  bash   echo 'source <(casefile completion bash)' >> ~/.bashrc
         (bash needs the package bash-completion besides)
  zsh    casefile completion zsh > "${fpath[1]}/_casefile"
  fish   casefile completion fish > ~/.config/fish/completions/casefile.fish

A case is offered with its status and key worker, and with its name where your identity
opens unasked: after casefile unlock, say, or where it has no passphrase. A case that was
touched since the last command has its name again after the next one. Behind a flag that
takes a member, a kind of entry or one word of several, these are offered. Nothing is asked.`,
		Args:      arguments(1, 1, "bash, zsh, fish or powershell"),
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(app.Out, true)
			case "zsh":
				return root.GenZshCompletion(app.Out)
			case "fish":
				return root.GenFishCompletion(app.Out, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(app.Out)
			}
			return usage("there are completions for bash, zsh, fish and powershell, not for %q",
				args[0])
		},
	}
}
