namespace NsmPS.Hosting;

/// <summary>Reads a program's options: <c>--name</c>, <c>--name value</c> or <c>--name=value</c>, each at most once.</summary>
internal static class CommandLine
{
    public const string HelpOption = "--help";

    /// <summary>The options that are given, with their values; null for those that take none.</summary>
    /// <param name="arguments">What the program was started with.</param>
    /// <param name="options">Every option, and whether it takes a value.</param>
    /// <exception cref="CommandLineException">An option is unknown, stands twice, lacks its value or takes none.</exception>
    public static IReadOnlyDictionary<string, string?> Parse(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, bool> options)
    {
        var given = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            (var name, var value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            if (!options.TryGetValue(name, out var takesValue))
            {
                throw new CommandLineException($"'{name}' is not an option; {HelpOption} lists them.");
            }

            if (!takesValue && value is not null)
            {
                throw new CommandLineException($"{name} takes no value.");
            }

            value ??= takesValue && ++i < arguments.Count ? arguments[i] : null;
            if (takesValue && value is not { Length: > 0 })
            {
                throw new CommandLineException($"{name} needs a value.");
            }

            if (!given.TryAdd(name, value))
            {
                throw new CommandLineException($"{name} stands twice.");
            }
        }

        return given;
    }
}
