namespace NsmPS.Kubernetes.Exec;

/// <summary>What a command asks in its middle: it prints the marker, then reads one line.</summary>
/// <param name="Marker">The text that ends what the command prints before it reads.</param>
/// <param name="Answer">Makes the line from what was printed before the marker. Called once at most; it must not throw.</param>
internal sealed record ExecQuestion(string Marker, Func<string, string> Answer);
