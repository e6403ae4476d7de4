using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NsmPS.Parameters;
using NsmPS.Pipeline;

namespace NsmPS.Completion;

/// <summary>The base of completers. They offer what they find in time, and nothing or a fixed
/// list when they fail: a key press never raises an error.</summary>
internal abstract class TimedCompleter : IArgumentCompleter
{
    /// <summary>How long the prompt may be held up. Files are read in milliseconds, but
    /// the first time the library is loaded as well.</summary>
    protected virtual TimeSpan Budget => TimeSpan.FromSeconds(2);

    /// <summary>What is offered when nothing was found in time.</summary>
    protected virtual IReadOnlyList<Candidate> Fallback => [];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var request = new CompletionRequest(fakeBoundParameters);
        var word = (wordToComplete ?? "").Trim('\'', '"');
        var given = GivenValues.Of(commandAst, fakeBoundParameters[parameterName], word);
        var pattern = NamePattern.Of(word + "*");
        return AsyncBridge.TryGet(token => FindAsync(request, token), Budget, Fallback)
            .Where(found => !given.Contains(found.Text) && IsMeant(found, pattern))
            .Select(found => new CompletionResult(Quote(found.Text), found.Text, CompletionResultType.ParameterValue, found.ToolTip));
    }

    /// <summary>Whether what was typed may become a value.</summary>
    protected virtual bool IsMeant(Candidate candidate, WildcardPattern typed) => typed.IsMatch(candidate.Text);

    /// <summary>Finds every value there is. Runs off the pipeline thread and may be abandoned.</summary>
    protected virtual Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Candidate>>([.. Find(request)]);

    /// <summary>The same where nothing has to be waited for.</summary>
    protected virtual IEnumerable<Candidate> Find(CompletionRequest request) => [];

    private static string Quote(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || "-_./:".Contains(character)) ? text : $"'{text.Replace("'", "''")}'";
}
