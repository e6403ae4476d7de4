using NsmPS.Checks.Repair;

namespace NsmPS.Core.Tests.Checks.Repair;

/// <summary>Plans of repairs as tests look at them.</summary>
internal static class RepairPlans
{
    public static async Task<NsmPlan> PlanAsync(CheckWorld world, RepairOptions? options = null) =>
        (await new RepairPlanner(new(world.Client, Repository.Catalog)).PlanAsync(options ?? new RepairOptions(),
            TestContext.Current.CancellationToken)).Summary;

    public static async Task<IReadOnlyList<string>> ItemsAsync(CheckWorld world) =>
        [.. (await PlanAsync(world)).Items.Where(item => item.Action != NsmPlanAction.Unchanged).Select(item => item.ToString())];
}
