using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Session;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that change clusters: they plan on all clusters at once, then ask for one cluster after the other, and
/// carry out what the user agreed to on all at once.</summary>
public abstract class PlanCommand : TimedCommand
{
    /// <summary>The parameter set in which parameters say what to do.</summary>
    private protected const string OptionsSet = "Options";

    /// <summary>The parameter set in which an earlier plan says it.</summary>
    private protected const string PlanSet = "Plan";

    private const int FirstActivityId = 7600;
    private const string ConfirmParameter = "Confirm";
    private const string WhatIfParameter = "WhatIf";
    private const string WhatIfPreference = "WhatIfPreference";

    private readonly List<Job> _jobs = [];

    [Parameter(HelpMessage = "Return as soon as the cluster has accepted everything, without waiting for the outcome.")]
    public SwitchParameter NoWait { get; set; }

    [Parameter(HelpMessage = "Write the plan: with -WhatIf the one that would be carried out, otherwise, for a removal, the one that was.")]
    public SwitchParameter PassThru { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PlanSet, ValueFromPipeline = true,
        HelpMessage = "Plans made earlier with -WhatIf -PassThru; the command refuses when the cluster has moved on since.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Record(typeof(NsmPlan))]
    [ValidateNotNull]
    public NsmPlan[]? Plan { get; set; }

    /// <summary>Whether the command writes what is there afterwards.</summary>
    private protected virtual bool WritesResult => true;

    /// <summary>Whether what belongs to others may be changed.</summary>
    private protected virtual bool TakesOver => false;

    /// <summary>How plans are carried out.</summary>
    private protected virtual RunOptions RunOptions => new() { Timeout = Timeout, Wait = !NoWait, Force = TakesOver };

    /// <summary>Whether plans are only shown.</summary>
    private protected bool IsWhatIf { get; private set; }

    // -Force is a decision already; -Confirm asks anyway.
    private bool IsForced => TakesOver && !IsWhatIf && !MyInvocation.BoundParameters.ContainsKey(ConfirmParameter);

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        IsWhatIf = LanguagePrimitives.IsTrue(MyInvocation.BoundParameters.GetValueOrDefault(WhatIfParameter)
            ?? GetVariableValue(WhatIfPreference));
    }

    protected sealed override void ProcessRecord()
    {
        if (Collects())
        {
            return;
        }

        foreach (var subject in Subjects)
        {
            var asked = (PlanCommand)MemberwiseClone();
            asked.Subject = subject;
            _jobs.AddRange(asked.ResolveJobs());
        }
    }

    /// <summary>Plans, asks and carries out what came down the pipeline: clusters at the same time, subjects one after the other.</summary>
    protected override void EndProcessing() => RunJobs(_jobs);

    /// <summary>What the command is for, one after the other on every cluster; one where it is always for the same.</summary>
    private protected virtual IReadOnlyList<string> Subjects => [""];

    /// <summary>The one that is worked on.</summary>
    private protected string Subject { get; private set; } = "";

    /// <summary>Whether a command keeps what came by the pipeline, and runs at the end.</summary>
    private protected virtual bool Collects() => false;

    /// <summary>Plans, asks and carries out on given clusters.</summary>
    private protected void Run(IReadOnlyList<ClusterTarget> targets) => RunJobs([.. targets.Select(target => new Job(this, target, null))]);

    private void RunJobs(List<Job> jobs)
    {
        var alone = jobs.Count == 1;
        foreach (var wave in Waves(jobs, job => job.Target))
        {
            var planned = ForEach(wave, alone, job => job.Target.Label, PlanAsync);
            var agreed = planned.Where(Agree).Select((work, index) => work with { ActivityId = FirstActivityId + index }).ToList();
            _ = ForEach(agreed, alone, work => work.Plan.Summary.Cluster, ExecuteAsync);
        }
    }

    /// <summary>Finds out what the command would do. Changes nothing.</summary>
    private protected abstract Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier, CancellationToken cancellationToken);

    /// <summary>The failure when an earlier plan is not one of this command.</summary>
    private protected static NsmException WrongPlan(NsmPlan plan, string expected) =>
        new(NsmErrors.OptionInvalid, $"'{plan.Operation}' is not the plan of {expected}.", nameof(Plan))
        { Remedy = "Give a plan that this command made with -WhatIf -PassThru." };

    /// <summary>Whether a plan only takes away.</summary>
    private protected static bool IsRemoval(NsmPlan plan) => plan.Items.All(item => item.Action == NsmPlanAction.Delete);

    // Earlier plans name their clusters; -Context would only repeat them.
    private List<Job> ResolveJobs()
    {
        if (Plan is null)
        {
            return [.. ResolveTargets().Select(target => new Job(this, target, null))];
        }

        var given = KubeconfigPath(Kubeconfig);
        return [.. Plan.Select(plan =>
        {
            var kubeconfig = given ?? ClusterResults.KubeconfigOf(plan) ?? UnnamedKubeconfig();
            return new Job(this, RunspaceSession.Current.Resolve(kubeconfig, [plan.Cluster], Namespace)[0], plan);
        })];
    }

    private Task<Work> PlanAsync(Job job, PipelineQueue queue, CancellationToken cancellationToken) => WithinTimeoutAsync(job.Target,
        $"The plan was not ready within {Timeout.TotalSeconds:0} s; nothing was changed.", async token =>
        {
            var server = await IntroduceAsync(job.Target, queue, token);
            var plan = await job.Asked.PlanAsync(job.Target, job.Earlier, token);
            if (job.Earlier is not null)
            {
                plan.EnsureSameAs(job.Earlier);
            }

            return new Work(job.Target, server, plan, FirstActivityId);
        }, cancellationToken);

    private bool Agree(Work work)
    {
        var plan = work.Plan.Summary;
        if (IsForced)
        {
            ShellStreams.Verbose(this, PlanText.Describe(plan, work.Server));
            return true;
        }

        var agreed = ShouldProcess(PlanText.Describe(plan, work.Server), PlanText.Question(plan, work.Server), ConfirmParameter,
            out var reason);
        if (PassThru && reason == ShouldProcessReason.WhatIf)
        {
            WriteObject(ClusterResults.From(work.Target, plan));
        }

        return agreed;
    }

    private async Task<object?> ExecuteAsync(Work work, PipelineQueue queue, CancellationToken cancellationToken)
    {
        var plan = work.Plan.Summary;
        var report = new LifecycleReport(queue, plan.Cluster, plan.Operation, work.ActivityId);
        var result = await report.FollowAsync(work.Plan.RunAsync(RunOptions, cancellationToken), cancellationToken);
        var written = WritesResult ? result : PassThru ? plan : null;
        if (written is not null)
        {
            queue.Result(written, work.Target);
        }

        return written;
    }

    /// <param name="Asked">A copy of the command with its parameters as an object of the pipeline has bound them.</param>
    /// <param name="Target">The cluster.</param>
    /// <param name="Earlier">The plan that it has to be; null for none.</param>
    private sealed record Job(PlanCommand Asked, ClusterTarget Target, NsmPlan? Earlier);

    private sealed record Work(ClusterTarget Target, string Server, LifecyclePlan Plan, int ActivityId);
}
