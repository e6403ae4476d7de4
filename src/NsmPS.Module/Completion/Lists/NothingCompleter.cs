namespace NsmPS.Completion.Lists;

/// <summary>Completes nothing. Without a completer, the shell offers the files of the folder, which such a parameter never means.</summary>
internal sealed class NothingCompleter() : ListCompleter();
