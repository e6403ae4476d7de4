namespace NsmPS.HelpBuild.Commands;

/// <summary>A parameter. It has more than one form when its parameter sets treat it differently.</summary>
internal sealed record CommandParameter(string Name, int Line, IReadOnlyList<string> Description, IReadOnlyList<ParameterForm> Forms)
{
    /// <summary>Null when the parameter does not belong to the set.</summary>
    public ParameterForm? In(string set) => Forms.FirstOrDefault(form => form.Sets.Count == 0 || form.Sets.Contains(set));
}
