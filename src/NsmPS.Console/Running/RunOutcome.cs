namespace NsmPS.Console.Running;

internal enum RunOutcome
{
    Succeeded,

    /// <summary>An error ended the pipeline or its last statement, or its last statement was a program that failed.</summary>
    Failed,

    Stopped,
}
