namespace NsmPS.Proof.Throughput;

/// <summary>Runs a program in a container that ends when its reader goes away.</summary>
internal static class LeashedCommand
{
    // The second process ends the program when the input is closed, which is when nobody reads any more. Its own output is nobody's,
    // because the command lasts as long as somebody holds its output. The program gets the input too: nc ends where it has none.
    private const string Before =
        """
        command -v "$1" >/dev/null || exit 127
        exec 3<&0

        """;

    private const string After =
        """

        pid=$!
        (read -r end <&3; kill $pid) >/dev/null 2>&1 &
        wait $pid
        code=$?
        kill $! 2>/dev/null
        exit $code
        """;

    /// <summary>The command for a program and its arguments.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<string> program) => For("\"$@\" <&3 &", program);

    /// <summary>The same, where nobody wants what the program prints: a server prints all that it is sent.</summary>
    public static IReadOnlyList<string> Silent(IReadOnlyList<string> program) => For("\"$@\" <&3 >/dev/null &", program);

    private static IReadOnlyList<string> For(string line, IReadOnlyList<string> program) =>
        ["sh", "-c", Before + line + After, "sh", .. program];
}
