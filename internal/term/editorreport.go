package term

// EditorReport returns the editor in which texts would be typed, and warnings about what it keeps
// on the disk. ErrEditor if none can be used.
func EditorReport(
	getenv func(string) string, gitEditor func() string,
) (command string, warned []string, err error) {
	command, err = Edit{Getenv: getenv, GitEditor: gitEditor}.editor()
	if err != nil {
		return "", nil, err
	}
	return command, warnings(whatRuns(command, getenv), getenv), nil
}
