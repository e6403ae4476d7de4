namespace NsmPS;

/// <summary>What a plan does with an object.</summary>
public enum NsmPlanAction
{
    /// <summary>It is as it should be, or is only used.</summary>
    Unchanged,

    /// <summary>It will be created.</summary>
    Create,

    /// <summary>It will be changed.</summary>
    Update,

    /// <summary>It will be deleted and created again, because a change in place would not work.</summary>
    Replace,

    /// <summary>It will be deleted.</summary>
    Delete,
}
