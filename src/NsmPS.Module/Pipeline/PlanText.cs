namespace NsmPS.Pipeline;

/// <summary>A plan in words.</summary>
internal static class PlanText
{
    /// <summary>The whole plan: what, every object with its stage, remarks, and the counts.</summary>
    public static string Describe(NsmPlan plan, string server)
    {
        var stages = plan.Items.GroupBy(item => item.Stage)
            .SelectMany(stage => stage.Select(item => $"    {item}{Remark(item)}").Prepend($"  {stage.Key}"));
        return string.Join(
            Environment.NewLine,
            [$"{plan.Operation} on cluster {plan.Cluster} at {server}", .. stages, .. plan.Remarks.Select(remark => $"  {remark}"),
                $"  In sum: {plan.Summary}."]);
    }

    /// <summary>The question that is asked once per plan.</summary>
    public static string Question(NsmPlan plan, string server)
    {
        var remarks = string.Concat(plan.Remarks.Select(remark => $"{Environment.NewLine}{remark}"));
        return $"{plan.Operation} on cluster {plan.Cluster} at {server}: {plan.Summary}.{remarks}";
    }

    private static string Remark(NsmPlanItem item)
    {
        var proof = item.ServerValidated || item.Action is NsmPlanAction.Delete or NsmPlanAction.Unchanged
            ? ""
            : "not yet provable by the server";
        string[] parts = [item.Note, proof];
        var remark = string.Join("; ", parts.Where(part => part.Length > 0));
        return remark.Length == 0 ? "" : $" ({remark})";
    }
}
