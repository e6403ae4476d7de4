using System.Text.Json;
using NsmPS.Processes;

namespace NsmPS.Session.Choice;

/// <summary>Hands the session's cluster to the processes that it starts, such as jobs, in a variable of the environment. A process heeds it
/// only while the one that wrote it lives, so that a shell that outlives a session does not work on its cluster.</summary>
internal static class InheritedChoice
{
    private const string Variable = "NSMPS_CLUSTER";

    /// <summary>What the process that started this one works on; otherwise what the kubeconfig says.</summary>
    public static ClusterChoice Value { get; } = Read(ProcessEnvironment.Current.Variable(Variable)) ?? ClusterChoice.OfKubeconfig;

    /// <summary>Leaves a choice to the processes that are started from now on.</summary>
    public static void Leave(ClusterChoice choice) => ProcessEnvironment.Set(Variable, choice == ClusterChoice.OfKubeconfig
        ? null
        : JsonSerializer.Serialize(new ChoiceNote(ProcessEnvironment.Id, ProcessIdentity.Of(ProcessEnvironment.Id) ?? "", choice),
            ChoiceNoteJson.Default.ChoiceNote));

    private static ClusterChoice? Read(string? text)
    {
        try
        {
            return text is not null && JsonSerializer.Deserialize(text, ChoiceNoteJson.Default.ChoiceNote) is { } note
                && ProcessIdentity.Of(note.ProcessId) == note.Identity
                ? note.Choice
                : null;
        }
        catch (JsonException)
        {
            // Somebody else's variable of that name.
            return null;
        }
    }
}
