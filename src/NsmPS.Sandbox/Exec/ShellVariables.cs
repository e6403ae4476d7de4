using System.Text;
using System.Text.RegularExpressions;

namespace NsmPS.Sandbox.Exec;

/// <summary>The variables and positional parameters of a script, and its jobs.</summary>
internal sealed partial class ShellVariables(string[] parameters, IReadOnlyDictionary<string, string> environment, ShellJobs jobs)
{
    private const string AllParameters = "\"$@\"";

    private readonly Dictionary<string, string> _values = new(environment, StringComparer.Ordinal);

    public ShellJobs Jobs => jobs;

    public void Set(string name, string value) => _values[name] = value;

    /// <summary>Splits a line at <c>&amp;&amp;</c> and <c>||</c>; each part with the operator before it.</summary>
    public static IEnumerable<(string Operation, string Text)> SplitChain(string line)
    {
        var operation = "";
        foreach (var part in Chain().Split(line))
        {
            if (part is "&&" or "||")
            {
                operation = part;
            }
            else
            {
                yield return (operation, part.Trim());
            }
        }
    }

    /// <summary>Whether a command's complaints go where its output goes.</summary>
    public static bool MergesErrors(string text) => text.EndsWith("2>&1", StringComparison.Ordinal);

    /// <summary>Whether a command's output goes nowhere.</summary>
    public static bool IsSilenced(string text) => Silenced().IsMatch(text);

    /// <summary>The words of a command: quotes taken away, variables filled in, redirections left out.</summary>
    public IReadOnlyList<string> Expand(string text) =>
        [.. Words().Matches(text).Select(match => match.Value).Where(word => !Redirection().IsMatch(word))
            .SelectMany(word => word == AllParameters ? parameters.Skip(1) : [Fill(word)])];

    private string Fill(string word)
    {
        var filled = new StringBuilder(word.Trim('"', '\''));
        foreach (Match match in Variable().Matches(filled.ToString()))
        {
            filled.Replace(match.Value, Value(match.Groups["name"].Value));
        }

        return filled.ToString();
    }

    private string Value(string name) => int.TryParse(name, out var position)
        ? position < parameters.Length ? parameters[position] : ""
        : _values.GetValueOrDefault(name, "");

    [GeneratedRegex(@"\s*(&&|\|\|)\s*")]
    private static partial Regex Chain();

    [GeneratedRegex("""("[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Words();

    [GeneratedRegex(@"(^|\s)1?>/dev/null")]
    private static partial Regex Silenced();

    [GeneratedRegex(@"^(\d?>{1,2}|<)")]
    private static partial Regex Redirection();

    [GeneratedRegex(@"\$(?<name>\w+)")]
    private static partial Regex Variable();
}
