namespace NsmPS;

/// <summary>What an operation would do to one cluster. Making it changes nothing.</summary>
public sealed record NsmPlan
{
    /// <summary>What the plan does, for example <c>Install NSM v0.2.1 (vpp) in nsm-system</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The objects, in the order of their stages.</summary>
    public required IReadOnlyList<NsmPlanItem> Items { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>The options of an installation; null for other plans.</summary>
    public NsmMeshOptions? Mesh { get; init; }

    /// <summary>The options of a sample application, or which one a removal takes away; null for other plans.</summary>
    public NsmSampleAppOptions? SampleApp { get; init; }

    /// <summary>The recorded revision that a restoration goes back to; null for other plans.</summary>
    public int? Revision { get; init; }

    /// <summary>Whether an update makes a new certificate although the old one is still good.</summary>
    public bool RenewsCertificate { get; init; }

    /// <summary>What the user should know before saying yes.</summary>
    public IReadOnlyList<string> Remarks { get; init => field = ReadOnlyLists.Copy(value); } = [];

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Whether it would change the cluster.</summary>
    public bool HasChanges => Items.Any(item => item.Action != NsmPlanAction.Unchanged);

    /// <summary>Counts by action, for example <c>17 to create, 2 unchanged</c>.</summary>
    public string Summary
    {
        get
        {
            var counts = Items.GroupBy(item => item.Action).OrderBy(group => group.Key == NsmPlanAction.Unchanged)
                .ThenBy(group => group.Key)
                .Select(group => group.Key == NsmPlanAction.Unchanged
                    ? $"{group.Count()} unchanged"
                    : $"{group.Count()} to {Word(group.Key)}");
            return Items.Count == 0 ? "nothing to do" : string.Join(", ", counts);
        }
    }

    private static string Word(NsmPlanAction action) => action switch
    {
        NsmPlanAction.Create => "create",
        NsmPlanAction.Update => "update",
        NsmPlanAction.Replace => "replace",
        _ => "delete",
    };
}
