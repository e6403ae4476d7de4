using System.Collections;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace NsmPS.Completion;

/// <summary>The values of a list that stand on the command line before the one that is being typed.</summary>
internal static partial class GivenValues
{
    /// <param name="command">The command as far as it is typed.</param>
    /// <param name="bound">The value of the parameter, where the shell knows it.</param>
    /// <param name="word">What is being typed.</param>
    public static IReadOnlySet<string> Of(CommandAst command, object? bound, string word)
    {
        // The shell knows no value of a list that ends with a comma.
        var before = bound is IList list ? list.Cast<object?>().Select(value => $"{value}").Where(value => value != word)
            : List().Match(command.Extent.Text).Groups["value"].Captures.Select(value => value.Value.Trim('\'', '"'));
        return before.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex("""((?<value>'[^']*'|"[^"]*"|[^\s,'"]+)\s*,\s*)+$""", RegexOptions.ExplicitCapture)]
    private static partial Regex List();
}
