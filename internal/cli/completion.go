package cli

import "github.com/spf13/cobra"

func newCompletionCommand(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "completion SHELL", Short: "Print completions for bash, zsh, fish or powershell",
		Example: `  # for fish; the lines for bash and zsh are above
  casefile completion fish > casefile.fish`,
		GroupID: "setup",
		Long: `Print the script with which a shell completes commands, flags and cases at the Tab
key. Put it where your shell looks for it:

  bash   echo 'source <(casefile completion bash)' >> ~/.bashrc
         (bash also needs the package bash-completion)
  zsh    casefile completion zsh > "${fpath[1]}/_casefile"
  fish   casefile completion fish > ~/.config/fish/completions/casefile.fish

A case is offered with its status and its key worker. Its name is added if your
identity opens without a question: after casefile unlock, or if it has no passphrase. A
case that changed since the last command gets its name back at the next command.
Members, kinds and other fixed words are offered behind the flags that take them.
Completion never asks for anything.`,
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
