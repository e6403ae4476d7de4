using NsmPS.Bundles;
using NsmPS.Sandbox.Exec;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Bundles;

/// <summary>Answers commands and logs as the cluster of a bundle did. It does nothing by itself.</summary>
internal sealed class RecordedCluster(BundleContent content) : IExecHandler, ILogSource
{
    private const string Unknown = "the support bundle has no record of this command in this container";
    private const string BeforeReason = ": ";
    private const string ServerWords = "Internal error occurred: error executing command in container: ";

    /// <summary>A shell, its option and the script; what follows are numbers, such as how many packets to send.</summary>
    private const int ScriptWords = 3;

    private readonly ILookup<(string, string, string), RecordedCommand> _commands =
        content.Commands.ToLookup(command => (command.Namespace, command.Pod, command.Container));

    public async Task<ExecOutcome> RunAsync(ExecCall call, CancellationToken token)
    {
        RecordedCommand[] known = [.. _commands[(call.Namespace, call.Pod, call.Container)].Where(command => IsAlike(command, call))
            .OrderByDescending(command => command.Command.SequenceEqual(call.Command))];
        if (known.Length == 0)
        {
            return new ExecOutcome(0, Unknown);
        }

        if (known[0].Failure is { } failure)
        {
            return new ExecOutcome(0, Reason(failure));
        }

        var told = known[0];
        if (told.Before is not null)
        {
            await call.WriteOutput(told.Before);
            var answer = await new InputLines(call.Input).ReadAsync(token);
            if (known.FirstOrDefault(command => command.Answer == answer) is not { } meant)
            {
                await call.WriteError("the support bundle has no record of this question\n");
                return new ExecOutcome(1);
            }

            told = meant;
        }

        await call.WriteOutput(told.Output);
        await call.WriteError(told.Error);
        return new ExecOutcome(told.ExitCode);
    }

    public IReadOnlyList<string> Read(string ns, string pod, string container, bool previous) =>
        content.Logs.GetValueOrDefault((ns, pod, container, previous))
            ?? throw ApiException.BadRequest($"the support bundle has no log of container \"{container}\" in pod \"{pod}\"");

    private static bool IsAlike(RecordedCommand command, ExecCall call) => command.Command.SequenceEqual(call.Command)
        || (call.Command.Count > ScriptWords && command.Command.Take(ScriptWords).SequenceEqual(call.Command.Take(ScriptWords)));

    /// <summary>The server's own words in a failure, which the client puts its words around again.</summary>
    private static string Reason(string failure)
    {
        var text = failure[(failure.IndexOf(BeforeReason, StringComparison.Ordinal) is var at && at < 0 ? 0 : at + BeforeReason.Length)..];
        return (text.StartsWith(ServerWords, StringComparison.Ordinal) ? text[ServerWords.Length..] : text).TrimEnd('.');
    }
}
